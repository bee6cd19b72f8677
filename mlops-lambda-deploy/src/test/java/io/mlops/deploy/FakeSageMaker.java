package io.mlops.deploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sagemaker.model.*;

/** SageMaker with at most one endpoint, whose changes end when the test says so. */
final class FakeSageMaker extends FakeRegistry {
    boolean endpointExists;
    EndpointStatus status = EndpointStatus.IN_SERVICE;
    String config = "";
    String pending = "";
    String failureReason = "";
    String refusal = "";
    boolean denied;
    final List<UpdateEndpointRequest> updates = new ArrayList<>();
    List<ProductionVariantSummary> variants = List.of();
    DataCaptureConfigSummary capture = DataCaptureConfigSummary.builder().build();

    private Instant modified = tick();

    /** Ends what is under way: the pending config is in service. */
    void settle() {
        modified = tick();
        config = pending.isEmpty() ? config : pending;
        pending = "";
        status = EndpointStatus.IN_SERVICE;
    }

    /** Ends what is under way: the old config is in service again. */
    void rollBack(String reason) {
        modified = tick();
        pending = "";
        status = EndpointStatus.IN_SERVICE;
        failureReason = reason;
    }

    void serves(String name) {
        endpointExists = true;
        config = name;
        status = EndpointStatus.IN_SERVICE;
    }

    @Override
    public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
        refuse("DescribeEndpoint");
        if (denied) {
            throw error("AccessDeniedException", 400, "not authorized to perform: sagemaker:DescribeEndpoint");
        }
        if (!endpointExists) {
            throw invalid("Could not find endpoint \"" + ARN + "endpoint/" + request.endpointName() + "\".");
        }
        DescribeEndpointResponse.Builder described = DescribeEndpointResponse.builder()
                .endpointName(request.endpointName())
                .endpointArn(ARN + "endpoint/" + request.endpointName())
                .endpointConfigName(config)
                .endpointStatus(status)
                .failureReason(failureReason)
                .productionVariants(variants)
                .dataCaptureConfig(capture)
                .lastModifiedTime(modified);
        if (!pending.isEmpty()) {
            described.pendingDeploymentSummary(p -> p.endpointConfigName(pending));
        }
        return described.build();
    }

    @Override
    public CreateEndpointResponse createEndpoint(CreateEndpointRequest request) {
        refuse("CreateEndpoint");
        refuse();
        if (endpointExists) {
            throw invalid("Cannot create already existing endpoint.");
        }
        calls.add("CreateEndpoint");
        modified = tick();
        endpointExists = true;
        config = request.endpointConfigName();
        status = EndpointStatus.CREATING;
        put(ARN + "endpoint/" + request.endpointName(), request.tags());
        return CreateEndpointResponse.builder().build();
    }

    @Override
    public UpdateEndpointResponse updateEndpoint(UpdateEndpointRequest request) {
        refuse("UpdateEndpoint");
        refuse();
        if (status != EndpointStatus.IN_SERVICE && status != EndpointStatus.OUT_OF_SERVICE) {
            throw invalid("Cannot update in-progress endpoint.");
        }
        calls.add("UpdateEndpoint");
        updates.add(request);
        modified = tick();
        pending = request.endpointConfigName();
        status = EndpointStatus.UPDATING;
        return UpdateEndpointResponse.builder().build();
    }

    @Override
    public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request) {
        if (!endpointExists) {
            throw invalid("Could not find endpoint.");
        }
        calls.add("DeleteEndpoint");
        endpointExists = false;
        tags.remove(ARN + "endpoint/" + request.endpointName());
        return DeleteEndpointResponse.builder().build();
    }

    private void refuse() {
        if (!refusal.isEmpty()) {
            String message = refusal;
            refusal = "";
            throw invalid(message);
        }
    }
}
