package io.understudy.session.transfer;

import io.understudy.fencing.StorePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a cluster id is free to be filled: no sessions, nobody alive, nobody who serves. */
final class Vacancy {

    private Vacancy() {}

    /**
     * Looks at the store, if there is one.
     *
     * @return what it says of itself; empty if there is none
     * @throws TransferFailure if it is in use or has something in it
     */
    static Optional<StoreFacts> require(StoreReader reader) throws TransferFailure {
        Optional<StoreFacts> facts = StoreFacts.read(reader);
        requireNobody(reader);
        requireNoActive(reader);
        requireEmpty(reader);
        return facts;
    }

    private static void requireNoActive(StoreReader reader) throws TransferFailure {
        if (reader.content(StorePaths.ACTIVE).isPresent()) {
            throw TransferFailure.refused(
                    "%s is in use: %s names a node that serves, or that died while it served. Import into another ha.cluster.id"
                            .formatted(reader.where(), StorePaths.ACTIVE));
        }
    }

    /** Refuses a store on which somebody lives. {@code active} is no sign of it: a copy of a store has one as well. */
    static void requireNobody(StoreReader reader) throws TransferFailure {
        List<String> signs = new ArrayList<>();
        reader.children(StorePaths.MEMBERS).stream().sorted().forEach(member -> signs.add(StorePaths.member(member)));
        reader.children(StorePaths.ELECTION).stream()
                .filter(name -> name.endsWith("Lock"))
                .forEach(lock -> signs.add("the election's lock"));
        if (!signs.isEmpty()) {
            throw TransferFailure.refused("%s is in use (%s). Stop all daemons, and bin/session-service, first"
                    .formatted(reader.where(), String.join(", ", signs)));
        }
    }

    /** Refuses a store that has sessions. */
    static void requireEmpty(StoreReader reader) throws TransferFailure {
        for (String parent : List.of(StorePaths.SESSIONS, StorePaths.LOGS)) {
            StoreScan scan = StoreScan.list(reader, parent);
            if (scan.count() > 0 || !scan.strays().isEmpty()) {
                throw TransferFailure.refused(
                        "%s has %s already, and nothing is ever overwritten. Import into another ha.cluster.id"
                                .formatted(reader.where(), parent));
            }
        }
    }
}
