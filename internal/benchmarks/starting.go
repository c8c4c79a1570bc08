package main

import (
	coregx "github.com/coregx/ahocorasick"
	"github.com/jonreiter/govader"

	"github.com/handover-dev/handover/internal/match"
)

// starting compares what a program does before its first message.
func starting(c *corpus) []scenario {
	rules := rulesOf(c.phrases)
	spaced := space(c.phrases)
	return []scenario{
		{
			name: "start/engine", about: "a new engine with all triggers and models, which are packed tables", inputs: 1,
			contestants: []contestant{
				{name: "govader", run: func(int) { govader.NewSentimentIntensityAnalyzer() }},
				{name: "ours", run: func(int) { newEngine() }},
			},
		},
		{
			name: "start/phrases5000", about: "5,000 phrases made ready; ours, when the table is generated, not when the program starts", inputs: 1,
			contestants: []contestant{
				{name: "coregx/ahocorasick", run: func(int) {
					if _, err := coregx.NewBuilder().AddStrings(spaced).Build(); err != nil {
						panic(err)
					}
				}},
				{name: "ours", run: func(int) {
					if _, err := match.Compile(nil, rules); err != nil {
						panic(err)
					}
				}},
			},
		},
	}
}
