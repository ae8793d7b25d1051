package io.understudy.session.store;

import io.understudy.fencing.StorePaths;
import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.Diagnostics;
import io.understudy.session.SessionId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Word of how the process of an attempt ended, as a znode beside the graves: written once, by the process that had
 * started it.
 */
public final class EndNote {

    private static final int FORMAT = 1;

    private EndNote() {}

    /** Its name below {@link StorePaths#GRAVES}. */
    public static String name(SessionId id, Attempt attempt) {
        return attempt.incarnation() + "-" + id + "-" + attempt.number();
    }

    /** What stands in it. */
    public static String json(AttemptEnd end) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("how", end.how().name().toLowerCase(Locale.ROOT));
        fields.put("why", Diagnostics.of(end.why()).text());
        return RecordCodec.json(fields);
    }

    static AttemptEnd read(byte[] data) throws UnreadableRecord {
        Fields fields = RecordCodec.parse(data);
        String how = fields.text("how");
        for (AttemptEnd.How known : AttemptEnd.How.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(how)) {
                return new AttemptEnd(known, fields.text("why"));
            }
        }
        throw new UnreadableRecord("it says that the attempt '" + how + "'");
    }
}
