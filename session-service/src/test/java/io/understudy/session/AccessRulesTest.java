package io.understudy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.Epoch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what: each rule with those whom it lets and those whom it does not. */
final class AccessRulesTest {

    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> NO_TARGET = Optional.empty();
    private static final AccessRules KNOWN = rules(false, false);
    private static final AccessRules IMPERSONATING = rules(true, false);
    private static final AccessRules CONTROLLED = rules(false, true);
    private static final AccessRules BOTH = rules(true, true);

    private static AccessRules rules(boolean impersonation, boolean accessControl) {
        return new AccessRules(
                true,
                impersonation,
                accessControl,
                users("hue"),
                users("mona"),
                users("vera"),
                users("alice", "bob", "eve"));
    }

    private static UserList users(String... names) {
        return UserList.of(List.of(names));
    }

    private static Session session(Optional<String> owner, Optional<String> proxyUser) throws RejectedRequest {
        SessionId id = new SessionId(0);
        BatchRequest request = BatchRequest.read(Map.of("kind", "command", "command", List.of("true")));
        return Session.requested(
                id,
                new Order(request, owner, proxyUser, "", new IdempotencyKey(owner, "k")),
                new SessionTag("0123abcd", id, "abcd1234"),
                new Stamp(Instant.EPOCH, "n1", new Epoch(1)));
    }

    @Test
    void whereNobodyIsKnownEverythingIsAllowed() throws Exception {
        Permit permit = AccessRules.OPEN.permit(NOBODY, Optional.of("bob"));

        assertThat(permit).isEqualTo(Permit.OPEN);
        assertThat(permit.proxyUser(Optional.of("bob"))).isEmpty();
        assertThat(permit.mayView(session(Optional.of("alice"), NOBODY))).isTrue();
        assertThat(permit.mayModify(session(Optional.of("alice"), NOBODY))).isTrue();
        AccessRules.OPEN.admitSuperuser(NOBODY);
    }

    @Test
    void whereNobodyIsKnownNobodyCanBeRuled() {
        UserList all = UserList.EVERYBODY;
        assertThatThrownBy(() -> new AccessRules(false, true, false, all, all, all, all))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AccessRules(false, false, true, all, all, all, all))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoeverIsNotKnownGetsNowhere() {
        for (AccessRules rules : List.of(KNOWN, IMPERSONATING, CONTROLLED, BOTH)) {
            assertThatThrownBy(() -> rules.permit(NOBODY, NO_TARGET))
                    .isInstanceOfSatisfying(
                            AccessDenied.class,
                            denied -> assertThat(denied.isOfNobody()).isTrue())
                    .hasMessage("Authentication is required: it is not known who asks.");
            assertThatThrownBy(() -> rules.admitSuperuser(NOBODY)).isInstanceOf(AccessDenied.class);
        }
    }

    /** Not even where all lists let everybody in. */
    @Test
    void whoeverIsNotKnownIsOnNoList() throws Exception {
        UserList all = UserList.EVERYBODY;
        Permit permit = new Permit(new AccessRules(true, true, true, all, all, all, all), NOBODY, NO_TARGET);

        assertThat(permit.mayView(session(NOBODY, NOBODY))).isFalse();
        assertThat(permit.mayModify(session(NOBODY, NOBODY))).isFalse();
        assertThatThrownBy(() -> permit.proxyUser(Optional.of("bob"))).isInstanceOf(AccessDenied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hue", "mona", "vera", "alice"})
    void accessControlAdmitsWhoIsOnAList(String user) throws Exception {
        CONTROLLED.admit(Optional.of(user));
    }

    @Test
    void accessControlKeepsOutWhoIsOnNone() throws Exception {
        assertThatThrownBy(() -> CONTROLLED.permit(Optional.of("mallory"), NO_TARGET))
                .isInstanceOfSatisfying(
                        AccessDenied.class,
                        denied -> assertThat(denied.isOfNobody()).isFalse())
                .hasMessage("User 'mallory' is not allowed to use this service.");
        KNOWN.admit(Optional.of("mallory"));
    }

    @Test
    void onlySuperusersHavePowerOverTheService() throws Exception {
        KNOWN.admitSuperuser(Optional.of("hue"));
        assertThatThrownBy(() -> KNOWN.admitSuperuser(Optional.of("mona")))
                .isInstanceOf(AccessDenied.class)
                .hasMessage("User 'mona' is no superuser: session.superusers names those who may do this.");
    }

    @Test
    void withoutImpersonationABatchRunsAsTheService() throws Exception {
        assertThat(KNOWN.permit(Optional.of("hue"), Optional.of("bob")).proxyUser(Optional.of("bob")))
                .isEmpty();
        assertThat(KNOWN.permit(Optional.of("alice"), Optional.of("bob")).target())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alice,,,alice",
        "alice,alice,,alice",
        "alice,,alice,alice",
        "hue,,,hue",
        "hue,,bob,bob",
        "hue,bob,,bob",
        "hue,bob,eve,bob",
        "alice,alice,bob,alice",
    })
    void impersonationDecidesWhomABatchRunsAs(String caller, String doAs, String proxyUser, String runsAs)
            throws Exception {
        Permit permit = IMPERSONATING.permit(Optional.of(caller), Optional.ofNullable(doAs));

        assertThat(permit.proxyUser(Optional.ofNullable(proxyUser))).contains(runsAs);
    }

    @Test
    void nobodyButASuperuserActsAsAnother() throws Exception {
        String refusal = "User 'alice' not allowed to impersonate 'Some(bob)'.";
        assertThatThrownBy(() -> IMPERSONATING.permit(Optional.of("alice"), Optional.of("bob")))
                .isInstanceOf(AccessDenied.class)
                .hasMessage(refusal);
        Permit herself = IMPERSONATING.permit(Optional.of("alice"), NO_TARGET);
        assertThatThrownBy(() -> herself.proxyUser(Optional.of("bob")))
                .isInstanceOf(AccessDenied.class)
                .hasMessage(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a,b", "../x", "-x", ".", "*", "a/b", "a\nb"})
    void nobodyActsAsWhatCanBeNoUser(String target) {
        assertThatThrownBy(() -> IMPERSONATING.permit(Optional.of("hue"), Optional.of(target)))
                .isInstanceOf(AccessDenied.class);
    }

    @ParameterizedTest
    @CsvSource({
        "hue,true,true",
        "mona,true,true",
        "vera,true,false",
        "alice,true,true",
        "bob,true,true",
        "eve,false,false",
    })
    void accessControlDecidesWhoSeesAndWhoDeletes(String user, boolean sees, boolean deletes) throws Exception {
        Session session = session(Optional.of("alice"), Optional.of("bob"));
        Permit permit = BOTH.permit(Optional.of(user), NO_TARGET);

        assertThat(permit.mayView(session)).isEqualTo(sees);
        assertThat(permit.mayModify(session)).isEqualTo(deletes);
    }

    @Test
    void withoutAccessControlEverybodySeesAndDeletes() throws Exception {
        Permit permit = IMPERSONATING.permit(Optional.of("eve"), NO_TARGET);

        assertThat(permit.mayView(session(Optional.of("alice"), NOBODY))).isTrue();
        assertThat(permit.mayModify(session(Optional.of("alice"), NOBODY))).isTrue();
    }

    @Test
    void whoeverActsAsAnotherSeesWhatThatOneSees() throws Exception {
        Session session = session(Optional.of("alice"), NOBODY);

        assertThat(BOTH.permit(Optional.of("hue"), Optional.of("eve")).mayView(session))
                .isFalse();
        assertThat(BOTH.permit(Optional.of("hue"), Optional.of("alice")).mayModify(session))
                .isTrue();
        assertThat(CONTROLLED.permit(Optional.of("eve"), Optional.of("alice")).mayView(session))
                .isFalse();
    }

    @Test
    void aBatchOfNobodyIsForTheListsAlone() throws Exception {
        Session session = session(NOBODY, NOBODY);

        assertThat(CONTROLLED.permit(Optional.of("alice"), NO_TARGET).mayView(session))
                .isFalse();
        assertThat(CONTROLLED.permit(Optional.of("vera"), NO_TARGET).mayView(session))
                .isTrue();
    }

    @Test
    void aStarIsEverybody() {
        assertThat(UserList.of(List.of("alice", "*")).has("eve")).isTrue();
        assertThat(users("alice").has("eve")).isFalse();
        assertThat(UserList.NOBODY.has("*")).isFalse();
    }
}
