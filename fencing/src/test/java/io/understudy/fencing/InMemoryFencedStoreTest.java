package io.understudy.fencing;

import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;

/** The store in memory keeps the contract of the real one. */
final class InMemoryFencedStoreTest extends FencedStoreContract {

    private final InMemoryStore store = InMemoryStore.create();

    @Override
    FencedStore win(String node) {
        return InMemoryFencedStore.win(store, node);
    }
}
