package com.podi.taskworker.executor.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.podi.comfyclient.NodeAddress;
import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.KeyRequest;
import com.podi.contracts.ability.Plan.Candidate;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EntrancesTest {

    private final AbilityClient abilities = mock();
    private final Entrances entrances = new Entrances(abilities);

    @Test
    void aNodeWithoutAProxyIsAskedWithoutAKey() throws Exception {
        assertThat(entrances.of(node(List.of(), "{}")).headers()).isEmpty();
        verifyNoInteractions(abilities);
    }

    @Test
    void aKeyOfTheExecutorIsShownAsItsConfigSays() throws Exception {
        when(abilities.useKey(any(KeyRequest.class))).thenReturn(ApiResponse.ok(new ProviderKey("key_1", "s3cret", 1)));

        assertThat(entrances.of(node(List.of("key_1"), "{}")).headers())
                .containsEntry("Authorization", "Bearer s3cret");
        NodeAddress other = entrances.of(node(
                List.of("key_1"),
                "{\"keyHeader\": \"X-Entry\", \"keyPrefix\": \"\", \"headers\": {\"X-Team\": \"a\"}}"));
        assertThat(other.headers())
                .containsEntry("X-Entry", "s3cret")
                .containsEntry("X-Team", "a")
                .hasSize(2);
        assertThat(other.toString()).doesNotContain("s3cret");
    }

    @Test
    void ofSeveralKeysAlwaysTheFirstIsShownThatMayBe() throws Exception {
        when(abilities.useKey(key("key_1"))).thenReturn(ApiResponse.ok(new ProviderKey("key_1", "first", 1)));
        when(abilities.useKey(key("key_2"))).thenReturn(ApiResponse.ok(new ProviderKey("key_2", "second", 1)));
        Candidate node = node(List.of("key_1", "key_2"), "{}");

        assertThat(entrances.of(node)).isEqualTo(entrances.of(node));
        assertThat(entrances.of(node).headers()).containsEntry("Authorization", "Bearer first");

        when(abilities.useKey(key("key_1"))).thenThrow(ErrorCode.API_KEY_UNAVAILABLE.because("blocked"));
        assertThat(entrances.of(node).headers()).containsEntry("Authorization", "Bearer second");
    }

    @Test
    void whoOnlySaysGoodbyeUsesNoKeyUp() throws Exception {
        when(abilities.useKey(any(KeyRequest.class))).thenReturn(ApiResponse.ok(new ProviderKey("key_1", "s3cret", 1)));
        Candidate node = node(List.of("key_1"), "{}");
        NodeAddress shown = entrances.of(node);

        assertThat(entrances.again(node)).isEqualTo(shown);

        verify(abilities, times(1)).useKey(any());
    }

    private static KeyRequest key(String id) {
        return new KeyRequest("comfyui", List.of(id));
    }

    private static Candidate node(List<String> keys, String config) {
        return new Candidate(
                "node",
                "node",
                "comfyui",
                "http://127.0.0.1:8188/",
                1,
                1,
                List.of(),
                true,
                keys,
                new JsonMapper().readTree(config));
    }
}
