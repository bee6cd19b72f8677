package io.mlops.local.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.*;

/** KMS. Key policies are kept out of evaluation: whoever may call may use a key. */
public final class LocalKms implements KmsClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> HONOURED =
            Set.of("Policy", "Description", "KeyUsage", "KeySpec", "Origin", "BypassPolicyLockoutSafetyCheck", "Tags");

    private final Keys keys;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalKms(Call call) {
        this.keys = Keys.of(call.cloud(), call.scope());
    }

    @Override
    public CreateKeyResponse createKey(CreateKeyRequest request) {
        boolean symmetric = (request.keySpec() == null || request.keySpec() == KeySpec.SYMMETRIC_DEFAULT)
                && HonouredMembers.others(request, HONOURED).isEmpty()
                && (request.keyUsage() == null || request.keyUsage() == KeyUsageType.ENCRYPT_DECRYPT);
        boolean own = request.origin() == null || request.origin() == OriginType.AWS_KMS;
        if (request.customKeyStoreId() != null) {
            throw CustomKeyStoreNotFoundException.builder()
                    .message("Custom key store " + request.customKeyStoreId() + " is not found.")
                    .build();
        } else if (!symmetric || !own) {
            throw software.amazon.awssdk.services.kms.model.UnsupportedOperationException.builder()
                    .message("This emulator has symmetric encryption keys of one region alone: leave KeySpec, KeyUsage,"
                            + " CustomerMasterKeySpec, Origin, MultiRegion and XksKeyId out")
                    .build();
        }
        requireJson(request.policy() == null ? "{}" : request.policy());
        String description = Optional.ofNullable(request.description()).orElse("");
        return CreateKeyResponse.builder()
                .keyMetadata(keys.make(description, KeyManagerType.CUSTOMER, tags(request)))
                .build();
    }

    private static void requireJson(String policy) {
        try {
            if (JSON.readTree(policy).isObject()) {
                return;
            }
        } catch (JsonProcessingException e) {
            // Answered below, as what is JSON but no object.
        }
        throw MalformedPolicyDocumentException.builder()
                .message("Policy document is not valid JSON")
                .build();
    }

    private static Map<String, String> tags(CreateKeyRequest request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : request.tags()) {
            if (tag.tagKey().startsWith("aws:") || tags.put(tag.tagKey(), tag.tagValue()) != null) {
                throw TagException.builder()
                        .message("Duplicate tag keys, or a reserved one: " + tag.tagKey())
                        .build();
            }
        }
        return tags;
    }

    @Override
    public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
        return DescribeKeyResponse.builder()
                .keyMetadata(keys.find(request.keyId()))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
