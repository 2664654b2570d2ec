package com.podi.taskworker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.ability.Plan;
import com.podi.starter.id.Ids;
import com.podi.taskworker.SomeTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesIT {

    private static final Plan ON_A = SomeTask.plan(SomeTask.executor("node-a", 2));
    private static final Plan ON_A_OR_B = SomeTask.plan(SomeTask.executor("node-a", 2), SomeTask.executor("node-b", 1));

    private static QueueDatabase database;

    @BeforeAll
    static void migrate() {
        database = new QueueDatabase();
    }

    @AfterEach
    void forget() {
        database.forget();
    }

    @Test
    void aTaskIsClaimedOnlyWhenItIsQueued() {
        String pending = database.submit(SomeTask.of("user", SomeTask.plan()));
        assertThat(database.claim(10)).isEmpty();

        database.enqueue(pending);

        assertThat(database.claim(10)).singleElement().satisfies(claimed -> {
            assertThat(claimed.task().taskId()).isEqualTo(pending);
            assertThat(claimed.task().holdId()).isEqualTo("hold_1");
            assertThat(claimed.lease().attempt()).isEqualTo(1);
        });
        assertThat(database.claim(10)).isEmpty();
    }

    @Test
    void anExecutorIsGivenNoMoreThanItCanDoAtOnce() {
        IntStream.range(0, 5).forEach(number -> database.queued(SomeTask.of("user", ON_A)));

        List<ClaimedTask> first = database.claim("node-a", "w1", 10);
        assertThat(first).hasSize(2);
        assertThat(database.claim("node-a", "w2", 10)).isEmpty();
        assertThat(database.lanes.wanting()).doesNotContain("node-a");

        end(first.get(0));

        assertThat(database.lanes.wanting()).contains("node-a");
        assertThat(database.claim("node-a", "w2", 10)).hasSize(1);
    }

    @Test
    void theLimitOfAnAbilityHoldsOverAllLanes() {
        Plan onA = SomeTask.plan("scarce", 2, SomeTask.executor("node-a", 9));
        Plan onB = SomeTask.plan("scarce", 2, SomeTask.executor("node-b", 9));
        Plan plenty = SomeTask.plan("plenty", null, SomeTask.executor("node-b", 9));
        IntStream.range(0, 3).forEach(number -> database.queued(SomeTask.of("ann", onA)));
        IntStream.range(0, 3).forEach(number -> database.queued(SomeTask.of("ann", onB)));
        String other = database.queued(SomeTask.of("bob", plenty));

        assertThat(database.claim("node-a", "w1", 1)).hasSize(1);
        assertThat(database.claim("node-b", "w2", 9))
                .extracting(claimed -> claimed.task().plan().abilityId())
                .containsExactlyInAnyOrder("scarce", "plenty");
        assertThat(database.claim("node-a", "w1", 9)).isEmpty();
        assertThat(database.find(other).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void aUserWhoseTasksMayNotStartKeepsNobodyFromHisTurn() {
        Plan scarce = SomeTask.plan("scarce", 1, SomeTask.executor("node-a", 9));
        database.queued(SomeTask.of("ann", scarce));
        database.queued(SomeTask.of("ann", scarce));
        assertThat(database.claim("node-a", "w", 1)).hasSize(1);
        String bobs = database.queued(SomeTask.of("bob", SomeTask.plan(SomeTask.executor("node-a", 9))));

        assertThat(database.claim("node-a", "w", 1)).extracting(LanesIT::id).containsExactly(bobs);
    }

    @Test
    void usersTakeTurnsHoweverManyTasksOneHas() {
        IntStream.range(0, 50).forEach(number -> database.queued(SomeTask.of("busy", SomeTask.plan())));
        assertThat(database.claim(3)).hasSize(3);
        String first = database.queued(SomeTask.of("ann", SomeTask.plan()));
        String second = database.queued(SomeTask.of("ann", SomeTask.plan()));
        String other = database.queued(SomeTask.of("bob", SomeTask.plan()));

        assertThat(database.claim(2)).extracting(LanesIT::id).containsExactly(first, other);
        assertThat(database.claim(2))
                .extracting(claimed -> claimed.task().userId())
                .containsExactly("busy", "ann");
        assertThat(database.find(second).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void oneClaimServesEverybodyInTurn() {
        for (String user : List.of("ann", "ann", "ann", "bob", "bob", "eve")) {
            database.queued(SomeTask.of(user, SomeTask.plan()));
        }

        assertThat(database.claim(6))
                .extracting(claimed -> claimed.task().userId())
                .containsExactly("ann", "bob", "eve", "ann", "bob", "ann");
    }

    @Test
    void aClaimIsFilledAlsoWhenOnlyOneUserHasManyTasks() {
        IntStream.range(0, 20).forEach(number -> database.queued(SomeTask.of("busy", SomeTask.plan())));
        for (String user : List.of("ann", "bob", "carl", "dora", "eve")) {
            database.queued(SomeTask.of(user, SomeTask.plan()));
        }

        List<String> served = database.claim(12).stream()
                .map(claimed -> claimed.task().userId())
                .toList();

        assertThat(served).hasSize(12);
        assertThat(served.subList(0, 6)).containsExactly("ann", "bob", "busy", "carl", "dora", "eve");
        assertThat(served.subList(6, 12)).containsOnly("busy");
    }

    @Test
    void aUsersUrgentTasksRunBeforeHisOthersButNotBeforeThoseOfOthers() {
        String plain = database.queued(SomeTask.of("ann", SomeTask.plan()));
        String urgent = database.queued(
                SomeTask.of(Ids.next("task"), "ann", SomeTask.plan(), new NewTask.Timing(100, null, null)));
        String others = database.queued(SomeTask.of("bob", SomeTask.plan()));

        assertThat(database.tasks.positionOf(database.find(plain))).isEqualTo(2);
        assertThat(database.claim(3)).extracting(LanesIT::id).containsExactly(urgent, others, plain);
    }

    @Test
    void aTaskWaitsWhereItHasToWaitLeast() {
        database.lanes.introduce(ON_A_OR_B);
        assertThat(chosen()).isEqualTo("node-a");

        database.queued(SomeTask.of("user", ON_A));
        database.queued(SomeTask.of("user", ON_A));
        assertThat(chosen()).isEqualTo("node-b");

        IntStream.range(0, 3)
                .forEach(number -> database.queued(SomeTask.of("user", SomeTask.plan(SomeTask.executor("node-b", 1)))));
        assertThat(chosen()).isEqualTo("node-a");
        assertThat(database.lanes
                        .choose(SomeTask.plan(SomeTask.executor("node-b", 1)), 2)
                        .waiting())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixed", "weight", "round_robin"})
    void whereAPlanSaysInWhichOrderItsExecutorsComeLoadDoesNotCount(String policy) {
        Plan inOrder = SomeTask.going(policy, ON_A_OR_B);
        database.lanes.introduce(inOrder);
        IntStream.range(0, 5).forEach(number -> database.queued(SomeTask.of("user", ON_A)));

        assertThat(database.lanes.choose(inOrder, 100)).isEqualTo(new Lanes.Choice("node-a", 5));
        assertThat(database.lanes
                        .choose(SomeTask.going("least_queue", ON_A_OR_B), 100)
                        .name())
                .isEqualTo("node-b");

        database.lanes.close("node-a");
        assertThat(database.lanes.choose(inOrder, 100).name()).isEqualTo("node-b");
    }

    @Test
    void whoMovesOnGoesToTheNextOfThePlanHoweverMuchWaitsThere() {
        Plan three = SomeTask.plan(
                SomeTask.executor("node-a", 1), SomeTask.executor("node-b", 1), SomeTask.executor("node-c", 1));
        Plan onB = SomeTask.plan(SomeTask.executor("node-b", 1));
        IntStream.range(0, 3).forEach(number -> database.queued(SomeTask.of("user", onB)));
        String inOrder = database.queued(SomeTask.of("user", SomeTask.going("fixed", three)));
        String byLoad = database.queued(SomeTask.of("user", SomeTask.going("least_queue", three)));

        database.lanes.close("node-a");

        assertThat(database.find(inOrder).lane()).isEqualTo("node-b");
        assertThat(database.find(byLoad).lane()).isEqualTo("node-c");
    }

    @Test
    void amongEqualNodesTheOneThatRanTheSameWorkflowLastIsChosen() {
        Plan.Candidate a = SomeTask.executor("node-a", 2);
        Plan.Candidate b = SomeTask.executor("node-b", 2);
        database.queued(SomeTask.of("user", running("pattern", b)));
        end(database.claim("node-b", "w1", 1).get(0));

        assertThat(chosenFor(running("pattern", a, b))).isEqualTo("node-b");
        assertThat(chosenFor(running("another", a, b))).isEqualTo("node-a");
        Plan.Candidate ill = new Plan.Candidate(
                b.executorId(), b.name(), b.type(), b.baseUrl(), 1, 2, b.tags(), false, b.apiKeyIds(), b.config());
        assertThat(chosenFor(running("pattern", a, ill))).isEqualTo("node-a");

        IntStream.range(0, 2).forEach(number -> database.queued(SomeTask.of("user", running("pattern", b))));
        assertThat(chosenFor(running("pattern", a, b))).isEqualTo("node-a");
    }

    private static String chosenFor(Plan plan) {
        return database.lanes.choose(plan, 10).name();
    }

    private static Plan running(String workflow, Plan.Candidate... nodes) {
        Plan plain = SomeTask.plan(nodes);
        return new Plan(
                plain.abilityId(),
                plain.version(),
                plain.provider(),
                plain.action(),
                plain.capabilityKey(),
                plain.inputs(),
                plain.candidates(),
                plain.price(),
                plain.limits(),
                plain.policy(),
                new Plan.Workflow(workflow, 1, plain.inputs(), List.of(), List.of()));
    }

    @Test
    void aFullLaneIsPassedOverAndWhatIsNotDueTakesNoPlace() {
        Plan onMightyAOrB = SomeTask.plan(SomeTask.executor("node-a", 100), SomeTask.executor("node-b", 1));
        database.lanes.introduce(onMightyAOrB);
        Plan onA = SomeTask.plan(SomeTask.executor("node-a", 100));
        NewTask.Timing tomorrow = new NewTask.Timing(0, Instant.now().plus(Duration.ofDays(1)), null);
        IntStream.range(0, 9).forEach(number -> database.queued(SomeTask.of(Ids.next("task"), "user", onA, tomorrow)));
        assertThat(database.lanes.choose(onMightyAOrB, 3)).isEqualTo(new Lanes.Choice("node-a", 0));

        IntStream.range(0, 3).forEach(number -> database.queued(SomeTask.of("user", onA)));

        assertThat(database.lanes.choose(onMightyAOrB, 3)).isEqualTo(new Lanes.Choice("node-b", 0));
    }

    @Test
    void whenAnExecutorGoesItsTasksMoveToTheNextOne() {
        String movable = database.queued(SomeTask.of("user", ON_A_OR_B));
        String bound = database.queued(SomeTask.of("user", ON_A));

        assertThat(database.lanes.close("node-a")).isEqualTo(1);

        assertThat(database.find(movable).lane()).isEqualTo("node-b");
        assertThat(database.claim("node-a", "w", 9)).isEmpty();
        assertThat(database.claim("node-b", "w", 9)).extracting(LanesIT::id).containsExactly(movable);

        database.lanes.open("node-a");
        assertThat(database.claim("node-a", "w", 9)).extracting(LanesIT::id).containsExactly(bound);
    }

    @Test
    void afterAFailureAnotherExecutorIsTriedFirst() {
        database.queued(SomeTask.of("user", ON_A_OR_B));
        AbilityTask failed = database.claim("node-a", "w", 1).get(0).task();

        IntStream.range(0, 3)
                .forEach(number -> database.queued(SomeTask.of("user", SomeTask.plan(SomeTask.executor("node-b", 1)))));
        assertThat(database.queue.laneAfter(failed)).isEqualTo("node-b");

        database.lanes.close("node-b");
        assertThat(database.queue.laneAfter(failed)).isEqualTo("node-a");
    }

    @Test
    void manyWorkersNeverShareATaskNorExceedALimit() throws Exception {
        int tasks = 300;
        Plan limited = SomeTask.plan(SomeTask.executor("node-a", 5));
        IntStream.range(0, tasks).forEach(number -> database.queued(SomeTask.of("user-" + number % 7, limited)));
        Set<String> claimedOnce = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> workers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(number -> () -> {
                    boolean alone = true;
                    while (claimedOnce.size() < tasks) {
                        for (ClaimedTask claimed : database.claim("node-a", "worker-" + number, 3)) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            alone &= claimedOnce.add(id(claimed));
                            running.decrementAndGet();
                            end(claimed);
                        }
                    }
                    return alone;
                })
                .toList();

        List<Future<Boolean>> all = new ArrayList<>(threads.invokeAll(workers));
        threads.shutdown();

        for (Future<Boolean> worker : all) {
            assertThat(worker.get()).isTrue();
        }
        assertThat(claimedOnce).hasSize(tasks);
        assertThat(most.get()).isBetween(1, 5);
    }

    private static String chosen() {
        return database.lanes.choose(ON_A_OR_B, 100).name();
    }

    private static String id(ClaimedTask claimed) {
        return claimed.task().taskId();
    }

    private static void end(ClaimedTask claimed) {
        database.queue.end(
                List.of(Ending.completed(claimed.lease(), new TaskResult(List.of(), Duration.ZERO.toMillis()))));
    }
}
