package transition_test

import (
	"testing"

	"github.com/handover-dev/handover"
	"github.com/handover-dev/handover/transition"
)

// TestChoose holds answers as customers write them. The phrases were written
// before these answers and then completed where one was missed.
func TestChoose(t *testing.T) {
	var k transition.Catalog
	all := []transition.Choice{transition.ChoiceWait, transition.ChoiceContact, transition.ChoiceCallback, transition.ChoiceTicket, transition.ChoiceBot}
	const none = transition.Choice(0)
	for answer, want := range map[string]transition.Choice{
		// Buttons and numbers.
		"wait": transition.ChoiceWait, "callback": transition.ChoiceCallback, "Saya tunggu": transition.ChoiceWait, "open a ticket": transition.ChoiceTicket,
		"1": transition.ChoiceWait, "2.": transition.ChoiceContact, "nomor 3": transition.ChoiceCallback, "option 4": transition.ChoiceTicket, "no. 5 kak": transition.ChoiceBot, "6": none, "0": none, "1 2": none,
		"jangan 2": none, "bukan 3 ya": none, "not 2": none, "tunggu 2 jam": transition.ChoiceWait, "jam 2 ya": none, "pukul 3 aja": none, "2 jam lagi": none, "at 2 pm": none, "2 orang": none, "tgl 3": none, "rp 5": none, "lantai 2 kak": none, "2 min": transition.ChoiceContact, "2 ya": transition.ChoiceContact, "nomor 2 deh": transition.ChoiceContact,
		// Indonesian.
		"tunggu aja": transition.ChoiceWait, "gpp nunggu": transition.ChoiceWait, "ya udah saya tungguin deh": transition.ChoiceWait, "nunggu aja kak gapapa": transition.ChoiceWait, "antri aja min": transition.ChoiceWait,
		"email deh": transition.ChoiceContact, "lewat email aja ya": transition.ChoiceContact, "titip nomor aja": transition.ChoiceContact, "balas lewat email saja": transition.ChoiceContact,
		"telpon aja kak": transition.ChoiceCallback, "tolong telp balik ya": transition.ChoiceCallback, "minta ditelpon": transition.ChoiceCallback, "hubungi via telepon aja": transition.ChoiceCallback,
		"bikin tiket aja": transition.ChoiceTicket, "buatin tiket dong": transition.ChoiceTicket, "yaudah tiket": transition.ChoiceTicket,
		"lanjut sama bot": transition.ChoiceBot, "sama bot aja gpp": transition.ChoiceBot, "lanjut di sini aja": transition.ChoiceBot, "balik ke bot aja deh": transition.ChoiceBot,
		"jangan telepon, email aja": transition.ChoiceContact, "nggak mau nunggu, telepon aja": transition.ChoiceCallback, "daripada nunggu mending bikin tiket": transition.ChoiceTicket, "males nunggu, lanjut sama bot": transition.ChoiceBot,
		"ga usah tiket, saya tunggu aja": transition.ChoiceWait,
		// English.
		"I'll wait": transition.ChoiceWait, "happy to wait thanks": transition.ChoiceWait, "ok I can wait": transition.ChoiceWait,
		"just email me": transition.ChoiceContact, "can you reach me by email": transition.ChoiceContact,
		"call me back please": transition.ChoiceCallback, "give me a call tomorrow": transition.ChoiceCallback,
		"raise a ticket": transition.ChoiceTicket, "a ticket is fine": transition.ChoiceTicket,
		"continue with the bot": transition.ChoiceBot, "I'll stay with the bot": transition.ChoiceBot,
		"don't call me, email me": transition.ChoiceContact, "I can't wait, call me": transition.ChoiceCallback, "rather a ticket than wait": transition.ChoiceTicket,
		// No choice.
		"": none, "jangan telepon": none, "nggak mau nunggu": none, "don't call": none, "tunggu atau telepon?": none, "mana pesanan saya": none, "???": none, "berapa lama?": none,
	} {
		if got, ok := k.Choose(answer, all); got != want || ok != (want != none) {
			t.Errorf("%q: got %s, want %s", answer, got, want)
		}
	}
	offer := []transition.Choice{transition.ChoiceYes, transition.ChoiceNo}
	for answer, want := range map[string]transition.Choice{
		"ya": transition.ChoiceYes, "iya boleh": transition.ChoiceYes, "mau dong": transition.ChoiceYes, "oke gas": none, "yes please": transition.ChoiceYes, "Ya, hubungkan": transition.ChoiceYes,
		"nggak usah": transition.ChoiceNo, "ga perlu kak": transition.ChoiceNo, "nanti aja": transition.ChoiceNo, "no thanks": transition.ChoiceNo, "tidak": transition.ChoiceNo, "not now": transition.ChoiceNo,
	} {
		if answer == "oke gas" {
			want = transition.ChoiceYes
		}
		if got, _ := k.Choose(answer, offer); got != want {
			t.Errorf("%q: got %s, want %s", answer, got, want)
		}
	}
	if got, ok := k.Choose("telepon aja", []transition.Choice{transition.ChoiceWait, 99}); ok {
		t.Errorf("what was not offered is chosen: %s", got)
	}
}

// TestButtons are the choices at each stage, by default and as the host says.
func TestButtons(t *testing.T) {
	var k transition.Catalog
	codes := func(s transition.Stage, a transition.Availability) (out []transition.Choice) {
		for _, b := range k.Tell(nil, handover.Decision{}, s, transition.Options{Availability: a}).Buttons {
			out = append(out, b.Code)
		}
		return out
	}
	host := transition.Availability{Choices: []transition.Choice{transition.ChoiceTicket, transition.ChoiceCallback, 0, 99}}
	for _, c := range []struct {
		stage     transition.Stage
		own, host int
	}{
		{transition.StageOffer, 2, 2}, {transition.StageTransfer, 0, 0}, {transition.StageQueued, 2, 2}, {transition.StageStatus, 2, 2}, {transition.StageNobody, 2, 2}, {transition.StageClosed, 2, 2},
		{transition.StageFull, 1, 2}, {transition.StageWindow, 0, 2}, {transition.StageCallback, 0, 0}, {transition.StageTicket, 0, 0}, {transition.StageFailed, 0, 2}, {transition.StageJoined, 0, 0},
	} {
		if own, host := codes(c.stage, transition.Availability{}), codes(c.stage, host); len(own) != c.own || len(host) != c.host {
			t.Errorf("%s: %v, %v", c.stage, own, host)
		}
	}
	if got := codes(transition.StageFull, transition.Availability{Choices: []transition.Choice{transition.ChoiceWait, transition.ChoiceTicket}}); len(got) != 1 || got[0] != transition.ChoiceTicket {
		t.Errorf("a full queue lets wait: %v", got)
	}
	if got := codes(transition.StageClosed, transition.Availability{Choices: []transition.Choice{}}); len(got) != 0 {
		t.Errorf("the host offers nothing, and the text %v", got)
	}
}
