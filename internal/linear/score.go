package linear

import "math/bits"

// ScoreAll writes the probability of every head into out. Heads for the other
// side of the conversation get 0. Equal messages give equal bits on every
// processor.
func (f *Features) ScoreAll(out *[Heads]float64) {
	logits := f.logits()
	data := f.Model.table()
	for h := range Heads {
		if Head(h).Bot() != f.bot {
			out[h] = 0
			continue
		}
		out[h] = share(sigmoid(data, logits[h]))
	}
	if !f.bot {
		softmax(data, logits[Positive:Negative+1], out[Positive:Negative+1])
	}
}

// Score returns the probability of one head: 0 for a head that reads the
// other side of the conversation.
func (f *Features) Score(h Head) float64 {
	if int(h) >= Heads {
		return 0
	}
	var out [Heads]float64
	f.ScoreAll(&out)
	return out[h]
}

// logits returns the logit of each head, times 1<<LogitBits. It is computed
// once for each message.
func (f *Features) logits() *[Heads]int64 {
	if f.done {
		return &f.sums
	}
	f.done = true
	data := f.Model.table()
	for h := range f.sums {
		f.sums[h] = int64(le64(data, offHeads+h*headSize+8))
	}
	for g := range f.list {
		var sum [lanes]int32
		weigh(data, f.list[g], &sum)
		// The root of the sum of squares, times 1<<8.
		norm := int64(isqrt(uint64(sum[laneIDF]) << 16))
		if g == GroupShape {
			norm = ShapeNorm << 8
		}
		f.norm[g] = norm
		if norm == 0 {
			continue
		}
		for h := range f.sums {
			scale := int64(le64(data, offHeads+h*headSize))
			f.sums[h] += (int64(sum[h]) << 20 / norm * scale) >> (20 - 8 + ScaleBits - LogitBits)
		}
	}
	return &f.sums
}

// ShapeNorm takes the place of the norm in the group of shape.
const ShapeNorm = 90

// weigh adds up the bytes of each feature's entry, without their offset. Words of
// 16-bit lanes carry the sums, which overflow after 257 additions.
func weigh(data string, list []feature, sum *[lanes]int32) {
	const low, half = 0x00ff00ff00ff00ff, 0x00ff00ff
	for len(list) > 0 {
		part := list[:min(len(list), 256)]
		list = list[len(part):]
		var a, b uint64
		var c, d uint32
		for _, x := range part {
			i := entry(x.slot)
			lo, hi := le64(data, i), le32(data, i+8)
			a += lo & low
			b += lo >> 8 & low
			c += hi & half
			d += hi >> 8 & half
		}
		n := int32(len(part)) * 128
		for i := range 4 {
			s := 16 * i
			sum[2*i] += int32(a>>s&0xffff) - n
			sum[2*i+1] += int32(b>>s&0xffff) - n
		}
		for i := range 2 {
			s := 16 * i
			sum[8+2*i] += int32(c>>s&0xffff) - n
			sum[9+2*i] += int32(d>>s&0xffff) - n
		}
		sum[laneIDF] += n // this one has no offset
	}
}

// isqrt returns the integer part of the square root of x.
func isqrt(x uint64) uint64 {
	if x == 0 {
		return 0
	}
	r := uint64(1) << ((bits.Len64(x) + 1) / 2)
	for {
		n := (r + x/r) / 2
		if n >= r {
			return r
		}
		r = n
	}
}

// one is certainty, in the fixed point of probabilities.
const one = 65535

// decay returns exp(-x), x times 1<<LogitBits and not negative, times one.
func decay(data string, x int64) int64 {
	const cell = 1 << LogitBits / ExpUnit
	i := x / cell
	if i >= ExpSteps-1 {
		return 0
	}
	at := offExp + int(i)*2
	w := le32(data, at)
	a, b := int64(w&0xffff), int64(w>>16)
	return a + (b-a)*(x%cell)/cell
}

// sigmoid returns 1/(1+exp(-x)) times one.
func sigmoid(data string, x int64) int64 {
	e := decay(data, max(x, -x))
	p := (one*one + (one+e)/2) / (one + e)
	if x < 0 {
		return one - p
	}
	return p
}

// softmax turns three logits into probabilities that add up to one.
func softmax(data string, x []int64, out []float64) {
	top := max(x[0], x[1], x[2])
	var e [3]int64
	sum := int64(0)
	for i := range e {
		e[i] = decay(data, top-x[i])
		sum += e[i]
	}
	for i := range e {
		out[i] = share((e[i]*one + sum/2) / sum)
	}
}

// share turns a fixed-point probability into a float. The division is exact
// enough to round alike everywhere, being a single one.
func share(p int64) float64 { return float64(p) / one }
