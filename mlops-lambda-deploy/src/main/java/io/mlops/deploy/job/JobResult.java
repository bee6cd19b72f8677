package io.mlops.deploy.job;

import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.FailureType;

/** The one answer to a job. Texts are cut to CodePipeline's limits (API models of the two operations). */
public sealed interface JobResult {
    /**
     * Gives the answer to CodePipeline.
     *
     * @param codePipeline CodePipeline
     * @param jobId the job
     */
    void put(CodePipelineClient codePipeline, String jobId);

    /**
     * Returns the answer in one sentence.
     *
     * @return the sentence
     */
    String summary();

    /**
     * The action succeeded.
     *
     * @param summary what is now true
     * @param outputVariables the action's output variables
     */
    record Success(String summary, Map<String, String> outputVariables) implements JobResult {
        /** Copies the variables. */
        public Success {
            outputVariables = Map.copyOf(outputVariables);
        }

        @Override
        public void put(CodePipelineClient codePipeline, String jobId) {
            codePipeline.putJobSuccessResult(result -> result.jobId(jobId)
                    .executionDetails(
                            details -> details.summary(cut(summary, 2048)).percentComplete(100))
                    .outputVariables(outputVariables));
        }
    }

    /**
     * The action goes on: CodePipeline invokes the function again.
     *
     * @param summary what is being waited for
     * @param percentComplete 0 to 99
     * @param token what the next invocation is told
     */
    record InProgress(String summary, int percentComplete, ContinuationToken token) implements JobResult {
        @Override
        public void put(CodePipelineClient codePipeline, String jobId) {
            codePipeline.putJobSuccessResult(result -> result.jobId(jobId)
                    .continuationToken(token.write())
                    .executionDetails(
                            details -> details.summary(cut(summary, 2048)).percentComplete(percentComplete)));
        }
    }

    /**
     * The action failed.
     *
     * @param type how CodePipeline classes the failure
     * @param summary what failed and what to do
     * @param rolledBack whether SageMaker rolled the action's update back
     */
    record Failure(FailureType type, String summary, boolean rolledBack) implements JobResult {
        /**
         * Makes a failure that is no rollback.
         *
         * @param type how CodePipeline classes the failure
         * @param summary what failed and what to do
         */
        public Failure(FailureType type, String summary) {
            this(type, summary, false);
        }

        @Override
        public void put(CodePipelineClient codePipeline, String jobId) {
            codePipeline.putJobFailureResult(result -> result.jobId(jobId)
                    .failureDetails(details -> details.type(type).message(cut(summary, 5000))));
        }
    }

    private static String cut(String text, int longest) {
        String sure = text.isBlank() ? "no message" : text;
        return sure.length() <= longest ? sure : sure.substring(0, longest - 1) + "…";
    }
}
