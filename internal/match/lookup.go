package match

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// wordTable writes the hash table of the words.
func (e *encoder) wordTable() ([]uint32, error) {
	words := slices.DeleteFunc(slices.Sorted(maps.Keys(e.groups.words)), func(hash uint64) bool { return e.groups.words[hash] == groupNone })
	for size := 1; ; size *= 2 {
		if size*2 < len(words)*3 {
			continue
		}
		slots := make([]uint32, 2*size)
		probes, err := 0, error(nil)
		for _, hash := range words {
			at := int(uint32(hash)) & (size - 1)
			n := 1
			for ; slots[2*at] != 0; at = (at + 1) & (size - 1) {
				if slots[2*at] == tagOf(hash) {
					err = errors.New("match: two words have the same hash")
				}
				n++
			}
			slots[2*at], slots[2*at+1] = tagOf(hash), e.groups.words[hash]
			probes = max(probes, n)
		}
		if err != nil {
			return nil, err
		}
		if probes < maxProbes {
			e.head.slotMask = uint32(size - 1)
			return slots, nil
		}
	}
}

// tagOf returns the part of a hash that is stored; it is never 0.
func tagOf(hash uint64) uint32 { return uint32(hash>>32) | 1 }

// prefixTable writes the prefixes and the hash table of their first bytes.
func (e *encoder) prefixTable() (keys, records []uint32, text string, err error) {
	var all strings.Builder
	prefixes := slices.SortedFunc(maps.Keys(e.groups.prefixes), func(a, b string) int {
		if c := strings.Compare(a[:3], b[:3]); c != 0 {
			return c
		}
		return -strings.Compare(a, b) // what contains another comes first
	})
	size := 1
	for size < 4*len(prefixes) {
		size *= 2
	}
	e.head.prefixMask = uint32(size - 1)
	keys = make([]uint32, 3*size)
	for i, prefix := range prefixes {
		records = append(records, uint32(all.Len()), uint32(len(prefix)), e.groups.prefixes[prefix])
		all.WriteString(prefix)
		key := prefixKey([]byte(prefix))
		at := prefixSlot(key) & e.head.prefixMask
		for n := 1; keys[3*at] != 0 && keys[3*at] != key; n++ {
			if n == maxProbes {
				return nil, nil, "", errors.New("match: the prefixes crowd their hash table")
			}
			at = (at + 1) & e.head.prefixMask
		}
		if keys[3*at] == 0 {
			keys[3*at], keys[3*at+1] = key, uint32(i)
		}
		keys[3*at+2]++
	}
	return keys, records, all.String(), nil
}
