package io.understudy.session.yarn;

import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Acts in the name of users. YARN and the file systems have to let the service do so ({@code hadoop.proxyuser.*}). Each
 * call has connections of its own, which end with it: nothing is kept for a user. Any thread; blocks.
 */
final class ProxyUsers {

    private final YarnConfiguration bounded;

    ProxyUsers(YarnConfiguration bounded) {
        this.bounded = bounded;
    }

    /** Something done on files. */
    interface Work {
        void run() throws IOException, RefusedByUs;
    }

    /** The user to act as; empty if that is the service itself. */
    Optional<String> other(Optional<String> user) throws IOException {
        return user.isPresent() && !user.get().equals(self()) ? user : Optional.empty();
    }

    /** As whom the service acts by itself. */
    String self() throws IOException {
        return UserGroupInformation.getLoginUser().getShortUserName();
    }

    /** Submits as a user. Throws what {@link ResourceManager#submit} throws. */
    void submit(String user, ApplicationSubmissionContext context) throws IOException, YarnException {
        Optional<YarnException> refusal = as(user, () -> {
            try (ResourceManager theirs = ResourceManager.of(bounded)) {
                theirs.submit(context);
                return Optional.empty();
            } catch (YarnException refused) {
                return Optional.of(refused);
            }
        });
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /**
     * Looks at files as a user.
     *
     * @throws RefusedByUs also if the user may not look at them, or the service may not act as the user
     */
    void look(String user, Work work) throws IOException, RefusedByUs {
        Optional<RefusedByUs> refusal = as(user, () -> {
            try {
                work.run();
                return Optional.empty();
            } catch (RefusedByUs refused) {
                return Optional.of(refused);
            } catch (RemoteException said) {
                return Optional.of(denial(said.unwrapRemoteException()));
            } catch (AccessControlException denied) {
                return Optional.of(denial(denied));
            }
        });
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** File systems say in one way that the user may not, in another that we may not act as the user. */
    private static RefusedByUs denial(IOException said) throws IOException {
        if (said instanceof AccessControlException denied) {
            return new RefusedByUs(Words.of(denied));
        }
        throw said;
    }

    private static <T> T as(String user, PrivilegedExceptionAction<T> action) throws IOException {
        UserGroupInformation proxy = UserGroupInformation.createProxyUser(user, UserGroupInformation.getLoginUser());
        try {
            return proxy.doAs(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            FileSystem.closeAllForUGI(proxy);
        }
    }
}
