package main

import (
	"fmt"

	"github.com/agnivade/levenshtein"

	"github.com/handover-dev/handover"
)

// repeating compares telling that a bot repeats itself: the others by the distance to each
// of the last eight replies, ours by the whole decision on the reply, repetition included.
func repeating() scenario {
	replies := make([]string, 64)
	for i := range replies {
		replies[i] = fmt.Sprintf("Baik Kak, untuk pesanan nomor %d yang Kakak tanyakan, saat ini statusnya masih dalam "+
			"proses pengiriman oleh kurir dan diperkirakan tiba dalam %d hari kerja. Mohon menunggu ya Kak, terima kasih.", 1000+17*i, 1+i%7)
	}
	e := newEngine()
	base := conversation(e, 0)
	run := decide(e, base, replies)
	base.Messages[0].Role = handover.RoleBot
	return scenario{
		name:   "repetition",
		about:  "a reply of the bot of 200 bytes against the eight before it",
		inputs: len(replies),
		contestants: []contestant{
			{name: "agnivade/levenshtein x 8", run: func(i int) {
				for back := range 8 {
					levenshtein.ComputeDistance(replies[i], replies[(i+1+back)%len(replies)])
				}
			}},
			{name: "ours, whole decision", run: run},
		},
	}
}
