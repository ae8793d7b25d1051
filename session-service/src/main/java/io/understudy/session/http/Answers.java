package io.understudy.session.http;

import io.understudy.session.service.Sessions;
import io.understudy.session.service.View;
import io.understudy.session.ui.BatchPage;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each outcome of a use case is in HTTP. */
final class Answers {

    /** The header of an answer that a request before has had. */
    static final String REPLAYED = "X-HA-Replayed";

    private static final Map<String, String> AS_BEFORE = Map.of(REPLAYED, "true");

    private Answers() {}

    static ApiAnswer created(Sessions.Creation creation, Disclosure shown) {
        if (creation instanceof Sessions.Created made) {
            return created(made.view(), shown, Map.of());
        } else if (creation instanceof Sessions.Replayed replayed) {
            return created(replayed.view(), shown, AS_BEFORE);
        } else if (creation instanceof Sessions.Gone gone) {
            return Json.message(
                    410, "This request made session " + gone.id() + ", which was deleted since.", AS_BEFORE);
        } else if (creation instanceof Sessions.DuplicateName duplicate) {
            return Refusal.rejected("Duplicate session name: Some(%s) for session %s"
                            .formatted(duplicate.name(), duplicate.holder()))
                    .answer();
        } else if (creation instanceof Sessions.Busy) {
            return Json.message(400, "Rejected, too many sessions are being created!");
        } else if (creation instanceof Sessions.TooLarge large) {
            return Json.message(413, large.why());
        }
        return exceptional(creation);
    }

    private static ApiAnswer created(View view, Disclosure shown, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Location", "/batches/" + view.session().id());
        return Json.answer(201, all, json -> BatchJson.batch(json, view, shown));
    }

    static ApiAnswer batch(String idOrName, Sessions.Reading reading, Disclosure shown) {
        return reading instanceof Sessions.Found found
                ? Json.answer(200, json -> BatchJson.batch(json, found.view(), shown))
                : absent(idOrName, reading);
    }

    static ApiAnswer state(String idOrName, Sessions.Reading reading) {
        return reading instanceof Sessions.Found found
                ? Json.answer(200, json -> BatchJson.state(json, found.view().session()))
                : absent(idOrName, reading);
    }

    static ApiAnswer log(String idOrName, Sessions.LogReading reading) {
        return reading instanceof Sessions.Lines lines
                ? Json.answer(200, json -> BatchJson.log(json, lines.id(), lines.page()))
                : absent(idOrName, reading);
    }

    static ApiAnswer list(Sessions.Listing listing, Disclosure shown) {
        return listing instanceof Sessions.Page page
                ? Json.answer(200, json -> BatchJson.page(json, page, shown))
                : exceptional(listing);
    }

    static ApiAnswer page(Sessions.Listing listing) {
        return listing instanceof Sessions.Page page
                ? Pages.html(new BatchPage(page.total(), page.views()).html())
                : exceptional(listing);
    }

    static ApiAnswer removed(String idOrName, Sessions.Removal removal) {
        return removal instanceof Sessions.Deleted ? Json.message(200, "deleted") : absent(idOrName, removal);
    }

    private static ApiAnswer absent(String idOrName, Object outcome) {
        return outcome instanceof Sessions.NotFound ? Route.notFound(idOrName).answer() : exceptional(outcome);
    }

    /** The outcomes that every use case can have. */
    private static ApiAnswer exceptional(Object outcome) {
        if (outcome instanceof Sessions.NotServing notServing) {
            return new ApiAnswer.NotServing(notServing.why());
        } else if (outcome instanceof Sessions.LimitReached full) {
            return Json.message(429, "Rejected, Reason: " + full.why(), Map.of("Retry-After", "5"));
        } else if (outcome instanceof Sessions.Unknown unknown) {
            return new ApiAnswer.Unknown(unknown.why());
        } else if (outcome instanceof Sessions.Forbidden) {
            return Json.answer(403, json -> Values.write(json, Map.of()));
        } else if (outcome instanceof Sessions.Unreadable unreadable) {
            return Json.message(503, unreadable.why());
        } else if (outcome instanceof Sessions.KeyReused reused) {
            return Json.message(
                    422,
                    "This Idempotency-Key belongs to another request, the one of session " + reused.id()
                            + ". Use a new key for a new request.");
        }
        throw new IllegalStateException("no answer for " + outcome);
    }
}
