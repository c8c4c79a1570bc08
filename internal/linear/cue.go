package linear

// Classes of cue words. Neighbouring cues make features by their classes, so
// that what was learned of one word serves the others of its kind.
const (
	CueNegation uint8 = 1 + iota // nggak, not
	CuePraise                    // mantap, great
	CueFailure                   // rusak, broken
	CueDelay                     // lama, still waiting
	CueContrast                  // tapi, but
	CueHuman                     // orang, agent
	CueContact                   // sambungkan, talk
	CueBot                       // robot, machine
	CueWant                      // mau, want
	CueSuppose                   // kalau, if
	CueQuestion                  // gimana, how
	CueDone                      // sudah, resolved
	CuePlea                      // tolong, please
	CueMoney                     // refund, biaya
	CueSecret                    // pin, otp
	CueSystem                    // aplikasi, server
	CueTime                      // hari, week
	CueAnger                     // parah, awful
	CueThanks                    // makasih, thanks
	CueMirth                     // wkwk, lol
	CueFace                      // smiling or clapping picture, often ironic
	CueTears                     // crying or angry picture
	CueHeart                     // heart or other plainly happy picture
	CueFind                      // menemukan, find
	CueGrasp                     // paham, understand
	CueApology                   // maaf, sorry
	CueHardship                  // sakit, funeral
	CueLeniency                  // keringanan, waive
	CueName                      // name of a person: budi, emily
	cueEnd
)

var cueNames = [cueEnd]string{
	"", "negation", "praise", "failure", "delay", "contrast", "human", "contact",
	"bot", "want", "suppose", "question", "done", "plea", "money", "secret",
	"system", "time", "anger", "thanks", "mirth", "face", "tears", "heart",
	"find", "grasp", "apology", "hardship", "leniency", "name",
}

// CueClass returns the class with the given name, and whether there is one.
func CueClass(name string) (uint8, bool) {
	for i, n := range cueNames {
		if i > 0 && n == name {
			return uint8(i), true
		}
	}
	return 0, false
}
