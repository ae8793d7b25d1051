package io.understudy.fencing;

/**
 * A request that the store's format be raised, as the next term is won. Void in any epoch but the one that it names.
 *
 * @param epoch in office when it was left
 * @param format that the store shall have
 */
public record FormatRequest(Epoch epoch, int format) {

    /** Its name under {@link StorePaths#CONTROL}. */
    public static final String NAME = "finalize";

    /**
     * Whether a term takes it up as it is won.
     *
     * @param inOffice the epoch that the term follows
     * @param present the store's format until then
     * @param newest the newest format that the candidate's build knows
     */
    public boolean isValid(Epoch inOffice, int present, int newest) {
        return epoch.equals(inOffice) && format > present && format <= newest;
    }
}
