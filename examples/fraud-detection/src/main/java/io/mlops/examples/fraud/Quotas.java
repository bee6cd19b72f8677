package io.mlops.examples.fraud;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/** How many instances of SageMaker an account may run. */
final class Quotas {
    private final String region;
    private final AwsCredentialsProvider credentials;

    Quotas(String region, AwsCredentialsProvider credentials) {
        this.region = region;
        this.credentials = credentials;
    }

    /** Holds quotas, by AWS's name of each, to how much of them a run needs. */
    List<Finding> findings(Map<String, Integer> needed) {
        Map<String, Double> values = new TreeMap<>();
        try (ServiceQuotasClient client = ServiceQuotasClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            client.listServiceQuotasPaginator(request -> request.serviceCode("sagemaker"))
                    .quotas()
                    .forEach(quota -> values.put(quota.quotaName(), quota.value()));
        } catch (SdkException e) {
            return List.of(Finding.unknown("quotas: they cannot be read: " + e.getMessage()));
        }
        return new TreeMap<>(needed)
                .entrySet().stream()
                        .map(need -> finding(need.getKey(), need.getValue(), values))
                        .toList();
    }

    private static Finding finding(String name, int needed, Map<String, Double> values) {
        Double value = values.get(name);
        if (value == null) {
            return Finding.unknown("quota: AWS names none as \"" + name + "\"");
        }
        String text = "quota: " + name + " is " + value.intValue() + ", a run needs " + needed;
        return value >= needed ? Finding.ok(text) : Finding.missing(text + "; ask for more in Service Quotas");
    }
}
