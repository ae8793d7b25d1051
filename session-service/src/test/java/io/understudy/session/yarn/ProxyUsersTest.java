package io.understudy.session.yarn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authorize.AuthorizationException;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.junit.jupiter.api.Test;

/** What is done in the name of users, and what comes of it if that is not allowed. */
class ProxyUsersTest {

    private final ProxyUsers users = new ProxyUsers(new YarnConfiguration());

    @Test
    void filesAreLookedAtAsTheUserOnBehalfOfWhomTheServiceActs() throws Exception {
        List<String> seenBy = new ArrayList<>();
        users.look("bob", () -> {
            UserGroupInformation present = UserGroupInformation.getCurrentUser();
            seenBy.add(
                    present.getShortUserName() + " by " + present.getRealUser().getShortUserName());
        });
        assertThat(seenBy).containsExactly("bob by " + users.self());
    }

    @Test
    void theServiceIsNoOtherThanItself() throws IOException {
        assertThat(users.other(Optional.of(users.self()))).isEmpty();
        assertThat(users.other(Optional.empty())).isEmpty();
        assertThat(users.other(Optional.of("bob"))).contains("bob");
    }

    @Test
    void aFileThatTheUserMayNotSeeIsARefusal() {
        assertRefused(new AccessControlException("Permission denied: user=bob"), "Permission denied: user=bob");
    }

    @Test
    void aUserWhomTheFileSystemDoesNotLetUsBeIsARefusal() {
        String words = "User: understudy is not allowed to impersonate bob";
        assertRefused(new RemoteException(AuthorizationException.class.getName(), words), words);
    }

    @Test
    void whatElseGoesWrongIsNoRefusal() {
        IOException away = new IOException("the NameNode is away");
        assertThatThrownBy(() -> look(away)).isSameAs(away);
        assertThatThrownBy(() -> look(new RemoteException(FileNotFoundException.class.getName(), "gone")))
                .isInstanceOf(FileNotFoundException.class);
    }

    private void assertRefused(IOException problem, String words) {
        assertThatThrownBy(() -> look(problem)).isInstanceOf(RefusedByUs.class).hasMessage(words);
    }

    private void look(IOException problem) throws IOException, RefusedByUs {
        users.look("bob", () -> {
            throw problem;
        });
    }
}
