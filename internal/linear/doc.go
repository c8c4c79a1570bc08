// Package linear scores one message with linear models over its words.
//
// The features of a message — words, pairs of neighbours, pieces of words, marks of
// negation, concepts and the pairs of them that stand near each other, shape — are
// computed once on its folded text by [Features.Fill] and shared by all heads. The
// packed table holds the 65,536 features that tell most; an entry has one byte for
// every [Head], so that one touch of memory serves them all, and what the table does
// not hold costs a glance.
//
// A concept is what words of both languages mean in such chats: "balikin", "refund"
// and "reimburse" share one, so that what was learned of one of them serves the
// others. Names of people are all one word.
//
// Scoring uses integers only, so that every processor gives the same bits, and
// allocates nothing once a Features has been used. The table is embedded as a
// read-only string: no map, no init, nothing parsed at start.
//
// The weights come from the command in the folder train; MODEL.md says what
// they were trained on, what they reach, and where they fail.
package linear
