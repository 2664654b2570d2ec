package com.podi.taskworker;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.taskworker.callback.Callback;
import com.podi.taskworker.callback.Callbacks;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.testsupport.RoleMatrix;
import com.podi.testsupport.ServiceRoles;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

class TaskRolesIT extends ServiceRoles {

    private static final String ROLES = """
            anonymous | user | other user | admin | service | route
            401 | 202 | 202 | 202 | 202 | POST /api/abilities/podi_upscale/invoke {"inputs":{}}
            401 | 201 | 201 | 201 | 201 | POST /api/ability-tasks {"abilityId":"podi_upscale","inputs":{}}
            401 | 201 | 201 | 201 | 201 | POST /api/ability-tasks/batch {"items":[{"abilityId":"podi_upscale","inputs":{}}]}
            401 | 200 | 404 | 200 | 404 | GET /api/ability-tasks/batches/{batch}
            401 | 200 | 404 | 200 | 404 | POST /api/ability-tasks/{task}/retry {}
            401 | 200 | 404 | 200 | 404 | POST /api/ability-tasks/{waiting}/cancel {}
            401 | 200 | 403 | 200 | 200 | GET /api/ability-tasks?userId={user}
            401 | 200 | 404 | 200 | 404 | GET /api/ability-tasks/{task}
            401 | 200 | 404 | 200 | 404 | GET /api/ability-tasks/{task}/details
            401 | 200 | 404 | 200 | 404 | GET /api/ability-tasks/{task}/events
            401 | 200 | 200 | 200 | 200 | GET /api/ability-tasks/events
            401 | 200 | 200 | 200 | 200 | GET /api/webhooks/secret
            401 | 200 | 200 | 200 | 200 | POST /api/webhooks/secret/rotate
            401 | 200 | 403 | 200 | 200 | GET /api/webhooks/deliveries?userId={user}
            401 | 200 | 404 | 200 | 404 | POST /api/webhooks/deliveries/{delivery}/redeliver
            """;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private TaskFinisher finisher;

    @Autowired
    private Callbacks callbacks;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        new ServicesDouble().standIn(registry);
        registry.add("PODI_TASK_LONGEST_STREAM", () -> "PT0.2S");
        registry.add("PODI_INVOKE_TIMEOUT", () -> "PT0.05S");
    }

    /** Nothing runs, so that no invoke ends while it is waited for. */
    @BeforeEach
    void stopWorking() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
    }

    @Override
    protected RoleMatrix roles() {
        return RoleMatrix.of(ROLES)
                .given("task", this::endedTask)
                .given("waiting", this::waitingTask)
                .given("batch", this::batch)
                .given("delivery", this::delivery);
    }

    /** A task that has ended, so that its stream of events ends too. */
    private String endedTask(String user) {
        String taskId = Ids.next("task");
        queue.submit(
                SomeTask.of(taskId, user, ServicesDouble.plan(), NewTask.Timing.AT_ONCE),
                Lane.BUILT_IN_TOOLS,
                Duration.ZERO);
        queue.abandonIntake(taskId, Optional.empty(), ErrorCode.SERVICE_UNAVAILABLE);
        return taskId;
    }

    private String waitingTask(String user) {
        NewTask task = SomeTask.of(user, ServicesDouble.plan());
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ZERO);
        queue.enqueue(task.taskId(), Optional.empty());
        return task.taskId();
    }

    /** Of a callback that goes nowhere: its address is not allowed. */
    private String delivery(String user) {
        String taskId = waitingTask(user);
        Callback nowhere = new Callback("http://127.0.0.1/", Map.of(), Locale.ENGLISH);
        transaction.executeWithoutResult(status -> callbacks.keep(taskId, user, nowhere));
        finisher.cancelWaiting(taskId);
        return jdbc.sql("select delivery_id from callback_deliveries where task_id = ?")
                .param(taskId)
                .query(String.class)
                .single();
    }

    private String batch(String user) {
        String batchId = Ids.next("batch");
        queue.submit(SomeTask.ofBatch(batchId, user, ServicesDouble.plan()), Lane.BUILT_IN_TOOLS, Duration.ZERO);
        return batchId;
    }
}
