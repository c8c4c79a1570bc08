package text

// The multipliers are odd constants with well spread bits (from splitmix64
// and the golden ratio); they are fixed so that hashes may be stored.
const (
	hashSeed = 0x9e3779b97f4a7c15
	hashMul  = 0xbf58476d1ce4e5b9
	hashEnd  = 0x94d049bb133111eb
)

// Hash returns the 64-bit hash of a canonical word. It has a fixed seed, is
// the same on every machine, and equals [Token.Hash] of a token whose
// canonical form is word.
func Hash(word string) uint64 {
	h := uint64(len(word)) ^ hashSeed
	for len(word) >= 8 {
		h = mix(h, uint64(word[0])|uint64(word[1])<<8|uint64(word[2])<<16|uint64(word[3])<<24|
			uint64(word[4])<<32|uint64(word[5])<<40|uint64(word[6])<<48|uint64(word[7])<<56)
		word = word[8:]
	}
	var last uint64
	for i := len(word) - 1; i >= 0; i-- {
		last = last<<8 | uint64(word[i])
	}
	return finish(mix(h, last))
}

// HashBytes is [Hash] for a byte slice.
func HashBytes(b []byte) uint64 {
	h := uint64(len(b)) ^ hashSeed
	for len(b) >= 8 {
		h = mix(h, uint64(b[0])|uint64(b[1])<<8|uint64(b[2])<<16|uint64(b[3])<<24|
			uint64(b[4])<<32|uint64(b[5])<<40|uint64(b[6])<<48|uint64(b[7])<<56)
		b = b[8:]
	}
	var last uint64
	for i := len(b) - 1; i >= 0; i-- {
		last = last<<8 | uint64(b[i])
	}
	return finish(mix(h, last))
}

func mix(h, block uint64) uint64 {
	h = (h ^ block) * hashMul
	return h ^ h>>32
}

func finish(h uint64) uint64 {
	h *= hashEnd
	return h ^ h>>29
}
