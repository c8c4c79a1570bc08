// Package linear scores one message with hashed n-gram linear models.
//
// The features of a message — words one to three, pairs of words that skip
// one, pieces of words, marks of negation, shape — are computed once on its
// folded text by [Features.Fill] and shared by all heads. Each feature is a
// bucket of one packed table; a bucket holds one byte for every [Head], so one
// touch of memory serves them all.
//
// Scoring uses integers only, so that every processor gives the same bits, and
// allocates nothing once a Features has been used. The table is embedded as a
// read-only string: no map, no init, nothing parsed at start.
//
// The weights come from the command in the folder train; MODEL.md says what
// they were trained on, what they reach, and where they fail.
package linear
