package io.understudy.session.service;

/**
 * What the service holds, in numbers.
 *
 * @param sessions that exist for clients
 * @param unfinished of them, those that have not ended
 * @param setAside records that cannot be read or must not be believed
 * @param tombstones of sessions that are gone
 * @param largestShard records in the fullest part of the store
 */
public record Figures(int sessions, int unfinished, int setAside, int tombstones, int largestShard) {}
