package io.understudy.session.service;

import io.understudy.session.Session;

/** Makes what clients see of a session, from memory. Belongs to the loop. */
interface Views {

    View of(Session session);
}
