package io.understudy.session.http;

/** What can be said in the query of a request. Anything else there is of no account. */
enum QueryParameter {
    FROM("from"),
    SIZE("size"),
    STATE("state"),
    OWNER("owner"),
    NAME("name"),
    KIND("kind"),
    DETAIL("detail"),
    DO_AS("doAs");

    private final String label;

    QueryParameter(String label) {
        this.label = label;
    }

    /** As clients write it. */
    String label() {
        return label;
    }
}
