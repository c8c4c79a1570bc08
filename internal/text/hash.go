package text

import "github.com/handover-dev/handover/internal/text/wordhash"

// Hash returns the 64-bit hash of a canonical word. It has a fixed seed, is
// the same on every machine, and equals [Token.Hash] of a token whose
// canonical form is word.
func Hash(word string) uint64 { return wordhash.String(word) }

// HashBytes is [Hash] for a byte slice.
func HashBytes(b []byte) uint64 { return wordhash.Bytes(b) }
