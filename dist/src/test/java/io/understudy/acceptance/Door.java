package io.understudy.acceptance;

import io.understudy.session.testing.Contract;
import io.understudy.session.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Where a request goes in. */
enum Door {
    /** The service that runs alone. */
    ALONE,
    /** The daemon that serves. */
    ACTIVE,
    /** A daemon that forwards. */
    STANDBY;

    URI address(Stage stage, Standalone alone) {
        return switch (this) {
            case ALONE -> alone.address();
            case ACTIVE -> stage.node(stage.active()).http();
            case STANDBY -> stage.node(stage.others(stage.active()).get(0)).http();
        };
    }

    RawHttp open(Stage stage, Standalone alone) {
        return new RawHttp(address(stage, alone).getPort());
    }

    /** The blocks of a table in this package, each for each of these doors: a door and a block. */
    static Stream<Arguments> times(String table, Door... doors) throws IOException {
        List<Contract.Block> blocks = Contract.read(Door.class, table);
        return Stream.of(doors).flatMap(door -> blocks.stream().map(block -> Arguments.of(door, block)));
    }
}
