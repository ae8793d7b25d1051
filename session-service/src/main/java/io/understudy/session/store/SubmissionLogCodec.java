package io.understudy.session.store;

import io.understudy.session.SubmissionLog;
import java.util.LinkedHashMap;
import java.util.Map;

/** Outputs of submissions as the bytes of znodes: JSON, with the format's number inside. */
final class SubmissionLogCodec {

    private SubmissionLogCodec() {}

    static byte[] write(SubmissionLog log, int format) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", format);
        fields.put("attempt", log.attempt());
        fields.put("ended", log.ended());
        fields.put("text", log.text());
        return RecordCodec.write(fields);
    }

    /** What cannot be read says so in the place of its lines. */
    static SubmissionLog read(byte[] data) {
        try {
            Fields fields = RecordCodec.parse(data);
            RecordCodec.checkFormat(fields.number("format"));
            return new SubmissionLog(fields.smallNumber("attempt"), fields.truth("ended"), fields.text("text"));
        } catch (UnreadableRecord e) {
            return SubmissionLog.unreadable(e.why());
        } catch (IllegalArgumentException e) {
            return SubmissionLog.unreadable("it contradicts itself");
        }
    }
}
