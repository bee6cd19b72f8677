package io.mlops.spec;

import java.util.List;
import java.util.stream.Collectors;

/** Says that a description is not one that AWS would accept: all its problems at once. Nothing was created. */
public final class InvalidSpecException extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Makes the exception.
     *
     * @param problems at least one
     */
    public InvalidSpecException(List<Problem> problems) {
        super(
                problems.size() + (problems.size() == 1 ? " problem" : " problems") + " in the pipeline's description:"
                        + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()),
                null);
        this.problems = List.copyOf(problems);
    }

    /**
     * Lists the problems in the order of the description.
     *
     * @return at least one
     */
    public List<Problem> problems() {
        return problems;
    }
}
