module github.com/handover-dev/handover/context/conformance

go 1.26.0

require (
	github.com/handover-dev/handover v0.0.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/yuin/goldmark v1.8.7
	golang.org/x/net v0.57.0
)

require golang.org/x/text v0.43.0 // indirect

replace github.com/handover-dev/handover => ../..
