package com.podi.taskworker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.Plan;
import com.podi.starter.id.Ids;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import com.podi.testsupport.ServiceIT;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A replica whose clock is wrong by an hour keeps its leases, and takes nobody's. */
class ClockIT {

    @Nested
    @ServiceIT
    class Ahead extends Working {

        @TestConfiguration
        static class Wrong {
            @Bean
            @Primary
            Clock wrongClock() {
                return Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
            }
        }
    }

    @Nested
    @ServiceIT
    class Behind extends Working {

        @TestConfiguration
        static class Wrong {
            @Bean
            @Primary
            Clock wrongClock() {
                return Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
            }
        }
    }

    abstract static class Working {

        @Autowired
        private TaskQueue queue;

        @Autowired
        private Tasks tasks;

        @Autowired
        private Lanes lanes;

        @Autowired
        private ExecutorDouble executor;

        @Test
        void tasksRunOnceAndNoLeaseIsTakenForExpired() throws InterruptedException {
            String hanging = queued("hang");
            await().until(() -> executor.hanging.get() == 1);
            List<String> all =
                    IntStream.range(0, 10).mapToObj(number -> queued("work")).toList();

            await().until(() -> all.stream().allMatch(taskId -> find(taskId).status() == TaskStatus.COMPLETED));
            // Longer than a look at what is due takes, and than a heartbeat.
            Thread.sleep(5_000);
            assertThat(Stream.concat(all.stream(), Stream.of(hanging)))
                    .allSatisfy(taskId -> assertThat(find(taskId).attempt()).isEqualTo(1));
            assertThat(find(hanging).status()).isEqualTo(TaskStatus.RUNNING);
            executor.release();
            await().until(() -> find(hanging).status() == TaskStatus.COMPLETED);
        }

        private String queued(String capability) {
            Plan plan = SomeTask.plan(
                    "a", "double", capability, new Plan.Limits(60, 3, 1, null), SomeTask.executor("node", 4));
            lanes.introduce(plan);
            NewTask task = SomeTask.of(Ids.next("task"), "user", plan, NewTask.Timing.AT_ONCE);
            queue.submit(task, "node", Duration.ZERO);
            queue.enqueue(task.taskId(), Optional.empty());
            return task.taskId();
        }

        private AbilityTask find(String taskId) {
            return tasks.find(taskId).orElseThrow();
        }
    }
}
