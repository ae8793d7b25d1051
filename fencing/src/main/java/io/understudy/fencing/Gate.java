package io.understudy.fencing;

/**
 * Whether this process may speak and act for its term now. Asked at the very moment of every answer, submission, kill
 * and statement "I am active". Any thread may ask; the answer costs no I/O and no lock.
 */
public interface Gate {

    /** True while in office, connected and inside the lease. */
    boolean isOpen();
}
