package com.podi.benchmarks.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.picture.ObjectUploads;
import com.podi.taskworker.picture.OutputFiles;
import com.podi.taskworker.picture.OutputStore;
import com.podi.taskworker.queue.AbilityTask;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class IdleToolTest {

    @Test
    void aTaskHasAPictureThatIsStoredNowhere() throws Exception {
        ObjectUploads uploads = mock();
        AbilityTask task = mock();
        when(task.taskId()).thenReturn("task_1");
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(ObjectUploads.class, () -> uploads);
            context.registerBean(OutputFiles.class, () -> mock());
            context.register(IdleTool.class, OutputStore.class, Tools.class);
            context.refresh();

            ExecutionResult produced = context.getBean(Executor.class).run(mock(Execution.class));

            assertThat(context.getBean(OutputStore.class)
                            .store(task, produced, Path.of(""))
                            .images())
                    .hasSize(1);
            verifyNoInteractions(uploads);
        }
    }

    private static final class Tools implements Executor {

        @Override
        public String provider() {
            return "podi";
        }

        @Override
        public boolean worksElsewhere() {
            return false;
        }

        @Override
        public ExecutionResult run(Execution execution) {
            throw new AssertionError("a real tool was asked");
        }
    }
}
