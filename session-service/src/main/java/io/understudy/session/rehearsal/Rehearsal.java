package io.understudy.session.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.FencedStore;
import io.understudy.session.RequestRules;
import io.understudy.session.audit.Origin;
import io.understudy.session.http.ApiAnswer;
import io.understudy.session.http.ApiRequest;
import io.understudy.session.http.LivyApi;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.EndReports;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.service.SessionService.Activated;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.service.ThreadLoop;
import io.understudy.session.store.ZnodeSessions;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some terms of office in front of nobody: batches are taken, read, listed and recovered, with a store in memory
 * and a YARN that runs nothing. What a takeover and the first answers after it need is then loaded and partly compiled.
 */
public final class Rehearsal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int TERMS = 4;
    private static final int BATCHES = 100;

    /** Of what the terms left: often enough for the compiler to care. */
    private static final int RECOVERIES = 60;

    private static final int LIMIT_SECONDS = 30;

    private final ThreadLoop loop = new ThreadLoop();
    private final ExecutorService records = Executors.newSingleThreadExecutor(Rehearsal::thread);
    private final FencedStore store = new ScratchStore();
    private final BatchSessions sessions;
    private final LivyApi api;
    private int answered;

    private Rehearsal(RequestRules rules, ServiceSettings settings) {
        sessions = new BatchSessions(
                loop,
                door -> new ZnodeSessions(door, records),
                new RefusingCluster(),
                SparkSubmitter.NONE,
                EndReports.NONE,
                new Random(),
                settings);
        api = new LivyApi(sessions, rules, "rehearsal", Runnable::run);
    }

    /**
     * Plays it, within a second or two of one processor's time, and leaves nothing behind. What goes wrong in it is logged:
     * the first takeover is slower then.
     *
     * @return how many requests were answered with a success
     */
    public static int play(RequestRules rules, ServiceSettings settings) {
        try (Rehearsal rehearsal = new Rehearsal(rules, settings)) {
            rehearsal.play();
            return rehearsal.answered;
        }
    }

    private void play() {
        try {
            for (int term = 0; term < TERMS; term++) {
                playTerm(term);
            }
            for (int recovery = 0; recovery < RECOVERIES; recovery++) {
                activate();
                deactivate();
            }
        } catch (RuntimeException e) {
            LOG.warn("The rehearsal of a takeover broke off", e);
        }
    }

    /** How many requests are made. */
    static int requests() {
        return TERMS * (BATCHES * 2 + 1);
    }

    private void playTerm(int term) {
        activate();
        for (int batch = 0; batch < BATCHES; batch++) {
            String name = "rehearsal-" + term + "-" + batch;
            ask("POST", "/batches", "{\"kind\":\"command\",\"command\":[\"true\"],\"name\":\"" + name + "\"}", name);
            ask("GET", "/batches/" + name, "", name);
        }
        ask("GET", "/batches", "", "list");
        deactivate();
    }

    private void activate() {
        Rehearsal.<Activated>await(reply -> sessions.activate(store, () -> true, reply));
    }

    private void deactivate() {
        Rehearsal.<Boolean>await(reply -> sessions.deactivate(() -> reply.accept(true)));
    }

    private void ask(String method, String path, String body, String key) {
        ApiRequest request = new ApiRequest(
                method, path, "", Map.of(), body.getBytes(UTF_8), Optional.empty(), Origin.UNKNOWN, Optional.of(key));
        ApiAnswer answer = await(reply -> api.handle(request, reply));
        if (answer instanceof ApiAnswer.Done done && done.status() < 300) {
            answered++;
        }
    }

    @Override
    public void close() {
        loop.close();
        records.shutdown();
    }

    private static <T> T await(Consumer<Consumer<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "rehearsal-records");
        thread.setDaemon(true);
        return thread;
    }
}
