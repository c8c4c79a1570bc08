module github.com/handover-dev/handover/internal/benchmarks

go 1.26.0

require (
	github.com/BobuSumisu/aho-corasick v1.0.3
	github.com/abadojack/whatlanggo v1.0.1
	github.com/agnivade/levenshtein v1.2.2
	github.com/cloudflare/ahocorasick v0.0.0-20240916140611-054963ec9396
	github.com/coregx/ahocorasick v0.2.1
	github.com/expr-lang/expr v1.17.8
	github.com/grafana/regexp v0.0.0-20250905101755-5eb4f3acbf71
	github.com/handover-dev/handover v0.0.0
	github.com/jonreiter/govader v0.0.0-20250429093935-f6505c8d03cc
	github.com/petar-dambovaliev/aho-corasick v0.0.0-20250424160509-463d218d4745
	golang.org/x/text v0.43.0
)

require gonum.org/v1/gonum v0.8.2 // indirect

replace github.com/handover-dev/handover => ../..
