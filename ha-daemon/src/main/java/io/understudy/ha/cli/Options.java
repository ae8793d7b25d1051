package io.understudy.ha.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb has. */
final class Options {

    /** How answers are printed. */
    enum Format {
        table,
        json
    }

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${sys:understudy.conf:-conf}",
            description = "Folder with the ha-site.xml that names the nodes (default: conf beside bin).")
    Path conf = Path.of("conf");

    @Option(
            names = "--format",
            paramLabel = "table|json",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description = "How to print the answer (default: table).")
    Format format = Format.table;

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT,
            description = "Do not ask before something is changed.")
    boolean yes;

    Nodes nodes() throws Failure {
        return Nodes.of(conf);
    }
}
