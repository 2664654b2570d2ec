package com.podi.benchmarks.path;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.picture.OutputStore;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskResult;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Puts a tool that does nothing in the place of the built-in ones, in a service under test. Its picture is made up and
 * stored nowhere; without any, nothing would be charged.
 */
@Component
public final class IdleTool implements BeanPostProcessor {

    static final String ABILITY = "bench_noop";
    static final int POINTS = 1;

    private static final String BUILT_IN = "podi";
    private static final String CONTENT_TYPE = "image/png";

    IdleTool() {}

    /** Adds the ability to the catalogue: like one that is there, whatever its row looks like. */
    static void sell(Statement catalogue) throws SQLException {
        catalogue.execute("""
                insert into abilities
                select (jsonb_populate_record(built_in, '{"id": "%s", "capability_key": "noop", "action": "noop",
                        "unit": "per_call", "list_price": 0.01, "discount_price": null, "requires_image": false,
                        "input_fields": []}')).*
                from abilities as built_in where id = 'podi_denoise'
                """.formatted(ABILITY));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Executor executor && executor.provider().equals(BUILT_IN)) {
            return new Idle();
        }
        return bean instanceof OutputStore store ? forgetful(store) : bean;
    }

    private static Object forgetful(OutputStore store) {
        ProxyFactory factory = new ProxyFactory(store);
        factory.setProxyTargetClass(true);
        factory.addAdvice((MethodInterceptor) IdleTool::store);
        return factory.getProxy();
    }

    private static Object store(MethodInvocation call) throws Throwable {
        return call.getArguments().length == 3 && call.getArguments()[0] instanceof AbilityTask task
                ? new TaskResult(
                        List.of(new StoredImage("nowhere/" + task.taskId(), "nothing.png", CONTENT_TYPE, 1, 1, 1)), 0)
                : call.proceed();
    }

    private static final class Idle implements Executor {

        @Override
        public String provider() {
            return BUILT_IN;
        }

        @Override
        public boolean worksElsewhere() {
            return false;
        }

        @Override
        public ExecutionResult run(Execution execution) {
            return ExecutionResult.of(Output.image(Path.of("nothing.png")));
        }
    }
}
