package io.mlops.launch;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/** ECR with one image of one tag. */
final class FakeEcr implements EcrClient {
    static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    final List<DescribeImagesRequest> asked = new ArrayList<>();
    String tag = "1";

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        asked.add(request);
        if (!request.imageIds().get(0).imageTag().equals(tag)) {
            throw ImageNotFoundException.builder()
                    .message("The image does not exist within the repository")
                    .build();
        }
        return DescribeImagesResponse.builder()
                .imageDetails(ImageDetail.builder().imageDigest(DIGEST).build())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
