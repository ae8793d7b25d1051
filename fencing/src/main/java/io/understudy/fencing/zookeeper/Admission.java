package io.understudy.fencing.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.StoreState.Absent;
import io.understudy.fencing.StoreState.Joinable;
import io.understudy.fencing.StoreState.Refused;
import java.util.Optional;

/**
 * The rules by which a node may work with the store that it finds.
 *
 * @param memory what the node remembers
 * @param candidate the node
 */
record Admission(StoreAccess access, StoreMemory memory, Candidate candidate) {

    /** What to make of a store. */
    StoreState judge(StoreHead head) {
        return stranger(head)
                .or(() -> older(head))
                .or(() -> unfit(head))
                .<StoreState>map(Refused::new)
                .orElseGet(
                        () -> new Joinable(head.epoch().identity(), head.epoch().number(), head.nextId()));
    }

    /** What to make of a root without an epoch. */
    StoreState judgeMissing(int nextId) {
        if (memory.store().isPresent()) {
            return new Refused(
                    "%s has no store at %s, but this node has worked with store %s: it was wiped, or another one is configured. %s"
                            .formatted(access.where(), root(), memory.store().get(), access.remedy()));
        }
        if (nextId > 0) {
            return new Refused("%s has a store at %s without its epoch: somebody deleted a part of it. %s"
                    .formatted(access.where(), root(), access.remedy()));
        }
        return new Absent();
    }

    /** What to make of records that were not written by this program. */
    StoreState judgeDamaged(String why) {
        return new Refused("%s at %s: %s %s".formatted(access.where(), root(), why, access.remedy()));
    }

    /** What to make of a store that this node's credentials do not open. */
    StoreState judgeForbidden() {
        return new Refused(
                "%s does not let this node read the store at %s: it was created with other credentials. Give this node the ha.zookeeper.auth or the SASL login of the nodes that use it, or give this cluster an id of its own."
                        .formatted(access.where(), root()));
    }

    private Optional<String> stranger(StoreHead head) {
        return memory.store()
                .filter(known -> !known.equals(head.epoch().identity()))
                .map(known ->
                        "%s holds store %s at %s, but this node has worked with store %s: its data was replaced, or another one is configured. %s"
                                .formatted(access.where(), head.epoch().uuid(), root(), known, access.remedy()));
    }

    private Optional<String> older(StoreHead head) {
        if (head.epoch().number().isBefore(memory.epoch())) {
            return Optional.of(restored("is at epoch " + head.epoch().number(), "epoch " + memory.epoch()));
        }
        if (head.nextId() <= memory.highestId()) {
            return Optional.of(restored("gives out id " + head.nextId() + " next", "id " + memory.highestId()));
        }
        return Optional.empty();
    }

    private String restored(String is, String seen) {
        return "%s: the store at %s %s, but this node has seen %s: its data was restored from an older copy. %s"
                .formatted(access.where(), root(), is, seen, access.remedy());
    }

    private Optional<String> unfit(StoreHead head) {
        EpochRecord epoch = head.epoch();
        if (epoch.format() > candidate.format()) {
            return Optional.of(
                    "The store at %s in %s needs format %d, and this build knows formats up to %d. Install the release on this node that the others run."
                            .formatted(root(), access.where(), epoch.format(), candidate.format()));
        }
        if (epoch.yarn() != null && !epoch.yarn().equals(candidate.yarn())) {
            return Optional.of(
                    "The store at %s in %s belongs to the YARN cluster %s, but this node is configured for %s. Point HADOOP_CONF_DIR to the configuration that the other nodes use, or give this cluster an id of its own."
                            .formatted(root(), access.where(), epoch.yarn(), candidate.yarn()));
        }
        return Optional.empty();
    }

    private String root() {
        return access.layout().root();
    }
}
