package io.understudy.bench.load;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A request that a {@link Prober} sends again and again until it gets the answer it looks for.
 *
 * @param name what it is to the reader of the result
 * @param request makes the next one
 * @param wanted whether an answer is of the kind that is looked for
 * @param mostUnderWay so many wait for their answers at most; while they do, no further one is sent
 */
public record Probe(
        String name, Supplier<HttpRequest> request, Predicate<HttpResponse<Void>> wanted, int mostUnderWay) {}
