package com.podi.taskworker.executor.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionFailedException.Fault;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub.Asked;
import com.podi.taskworker.executor.cloud.ProviderStub.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong with jobs of a provider: they are paid for when they are begun, so each is begun once. */
public abstract class JobFaults extends ProviderFaults {

    /** A call that begins a job. */
    protected abstract Attempt job(Mood mood);

    /** Where jobs are begun. */
    protected abstract String begins();

    protected abstract boolean isLook(Asked asked);

    /** A handle of a job that was begun with the first key and is done. */
    private String begun() throws Exception {
        Attempt first = job(Mood.FINE).keys("key_1");
        run(first);
        return first.handles.get(0);
    }

    private Attempt again(String handle) {
        return job(Mood.FINE).keys("key_1", "key_2").handle(handle);
    }

    private List<Asked> begins(ProviderStub of) {
        return of.asked(begins());
    }

    protected void once(Reply reply) {
        stub.once(this::isLook, asked -> reply);
    }

    @Test
    void aJobIsAskedForWithTheKeyItWasBegunWithThoughThatHasDoneEnough() throws Exception {
        String handle = begun();
        keys.exhaust("key_1");

        assertThat(run(again(handle)).outputs()).hasSize(1);

        assertThat(begins(stub)).hasSize(1);
        assertThat(keys.used("key_1")).isEqualTo(1);
        assertThat(keys.used("key_2")).isZero();
    }

    @Test
    void aJobWhoseKeyIsRefusedIsNotBegunWithAnother() throws Exception {
        String handle = begun();
        once(keyRefused(FIRST_KEY));
        failing(again(handle));

        ExecutionFailedException failure = failing(again(handle));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE);
        assertThat(failure.fault()).as("the handle is kept").isEqualTo(Fault.OURS);
        assertThat(failure).hasMessageContaining("key_1");
        assertThat(begins(stub)).hasSize(1);
        assertThat(keys.used("key_2")).isZero();
    }
}
