.PHONY: help run-local fmt check
help: ## lists the shortcuts
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'
run-local: ## runs the whole pipeline locally
	examples/fraud-detection/run local
fmt: ## formats Java and poms
	./mvnw --quiet spotless:apply
check: ## everything that CI does
	./mvnw verify
