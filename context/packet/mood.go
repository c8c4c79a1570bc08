package packet

import (
	"math"
	"slices"
)

// A Mood is how the customer's mood went, message by message.
type Mood struct {
	Trend  string      `json:"trend"` // "improving", "steady" or "worsening"
	Points []MoodPoint `json:"points,omitempty"`
}

// A MoodPoint is the mood of one message, from -1 (bad) to 1 (good).
type MoodPoint struct {
	Message int     `json:"message"`
	Value   float64 `json:"value"`
}

const (
	maxMood    = 12
	firstMoods = 2 // of them, the first ones of the episode
	moodChange = 0.2
)

// mood rates the customer's messages of the episode: the first ones and the
// latest.
func (b *builder) mood() *Mood {
	m := &Mood{}
	if b.opts.Mood == nil {
		for _, r := range b.d.Reasons {
			if r.Trigger == "negative_emotion" && !r.Muted {
				m.Points = append(m.Points, MoodPoint{r.Message, -bounded(r.Score)})
			}
		}
	} else {
		b.rate(m)
	}
	if len(m.Points) == 0 {
		return nil
	}
	slices.SortStableFunc(m.Points, func(x, y MoodPoint) int { return x.Message - y.Message })
	m.Trend = trend(m.Points)
	return m
}

func (b *builder) rate(m *Mood) {
	point := func(i int) {
		text := b.c.Messages[i].Text
		v := bounded(b.opts.Mood(text[:boundary(text, min(len(text), scanned))]))
		m.Points = append(m.Points, MoodPoint{b.c.Dropped + i, math.Round(float64(v*100)) / 100})
	}
	i := b.start
	for ; i < b.end && len(m.Points) < firstMoods; i++ {
		if b.customers(i) {
			point(i)
		}
	}
	for j := b.end - 1; j >= i && len(m.Points) < maxMood; j-- {
		if b.customers(j) {
			point(j)
		}
	}
}

// trend compares the later half of the points with the earlier one.
func trend(points []MoodPoint) string {
	half := len(points) / 2
	if half == 0 {
		return "steady"
	}
	mean := func(points []MoodPoint) float64 {
		sum := 0.0
		for _, p := range points {
			sum += p.Value
		}
		return sum / float64(len(points))
	}
	switch change := mean(points[len(points)-half:]) - mean(points[:half]); {
	case change > moodChange:
		return "improving"
	case change < -moodChange:
		return "worsening"
	}
	return "steady"
}

// bounded returns x within [-1, 1], and 0 for what is no number.
func bounded(x float64) float64 {
	if !(x >= -1) {
		if x < -1 {
			return -1
		}
		return 0
	}
	return min(x, 1)
}

// moodOf is the catalogue key of a trend.
func moodOf(m *Mood) string { return "trend/" + m.Trend }
