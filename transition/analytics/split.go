package analytics

// Arm assigns a conversation to one of the arms of an experiment, by a hash of
// both names: always the same one, on every machine, with nothing stored. Weights
// gives each arm's share; without any there are two equal arms. Arms of other
// experiments are independent of it. A weight below 0 counts as 0; if all are 0
// the arm is 0. [Drifted] compares the reports of two arms.
func Arm(experiment, conversation string, weights ...int) int {
	if len(weights) == 0 {
		weights = []int{1, 1}
	}
	total := uint64(0)
	for _, w := range weights {
		total += uint64(max(0, w))
	}
	if total == 0 {
		return 0
	}
	r := &random{state: hash(experiment) ^ (hash(conversation)*0x9E3779B97F4A7C15 + 1)}
	r.next()
	at := r.next() % total
	for arm, w := range weights {
		if at < uint64(max(0, w)) {
			return arm
		}
		at -= uint64(max(0, w))
	}
	return 0
}
