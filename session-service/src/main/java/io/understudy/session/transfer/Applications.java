package io.understudy.session.transfer;

import io.understudy.session.ApplicationReport;
import io.understudy.session.service.Cluster.Answer;
import java.util.List;
import java.util.function.Consumer;

/**
 * What YARN knows of applications, for tools. Any thread may call; replies come once, within a bounded time, on a thread
 * of the adapter.
 */
public interface Applications extends AutoCloseable {

    /** Which YARN cluster this is. Asks nobody. */
    String identity();

    /** Everything that carries {@code tag}. */
    void tagged(String tag, Consumer<Answer<List<ApplicationReport>>> reply);

    /** Everything that YARN knows. */
    void all(Consumer<Answer<List<ApplicationReport>>> reply);

    @Override
    void close();
}
