package com.podi.comfyclient;

import java.time.Duration;

/**
 * @param answer how long a node may take for an answer
 * @param transfer the same where files or catalogues come and go; of a file that comes, between two pieces
 * @param runningPoll how often a running prompt is looked for
 * @param pendingPoll the same for one that waits; jitter comes on top
 * @param endingPoll the same for one that has told its end, which the history knows a little later
 * @param lostAfter how long a prompt is in neither queue nor history before it is called lost
 * @param unreachable how long a node may be away while we wait for a prompt there
 * @param socketIdle how long an unused WebSocket is kept
 * @param ping how often one is pinged
 * @param reconnect how long after a broken one the next is tried, doubled each time up to half a minute
 */
public record Settings(
        Duration answer,
        Duration transfer,
        Duration runningPoll,
        Duration pendingPoll,
        Duration endingPoll,
        Duration lostAfter,
        Duration unreachable,
        Duration socketIdle,
        Duration ping,
        Duration reconnect) {

    public static final Settings USUAL = new Settings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(25),
            Duration.ofMillis(500));
}
