package io.understudy.bench.load;

import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;

/**
 * A request that a {@link Prober} sends again and again until it gets the answer it looks for.
 *
 * @param name what it is to the reader of the result
 * @param request makes the next one, of this client
 * @param wanted whether an answer is of the kind that is looked for
 * @param mostUnderWay so many wait for their answers at most; while they do, no further one is sent
 */
public record Probe(String name, Function<HttpClient, Request> request, Predicate<Response> wanted, int mostUnderWay) {}
