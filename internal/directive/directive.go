package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// The verbs of the grammar.
const (
	Capture = "capture"
	NoHash  = "nohash"
	Ignore  = "ignore"
	Pure    = "pure"
	Impure  = "impure"
)

var verbs = []string{Capture, NoHash, Ignore, Pure, Impure}

// Categories gives the names of the checks, as findings carry them and as
// //checkpoint:ignore takes them.
func Categories() []string {
	return []string{
		"directive", "registration", "hashable", "storable", "capture",
		"impure", "mutation", "output", "arguments", "stale",
	}
}

// A Directive is one well-formed //checkpoint: comment.
type Directive struct {
	Pos, End         token.Pos
	Verb             string // one of the constants
	Once             bool   // of a capture: the value is read once a process
	By               string // of a capture: the function of by=, "" if none
	Category, Reason string // of an ignore; a pure and an impure have a reason alone
}

// A Problem is a comment that has no effect though it was meant to, in one line
// without a period.
type Problem struct {
	Pos, End token.Pos
	Message  string
}

// File parses every //checkpoint: comment of a file that was parsed with
// comments, wherever it stands. The problems are the malformed ones and the
// near misses; both lists are in source order.
func File(f *ast.File) (ds []Directive, problems []Problem) {
	for _, group := range f.Comments {
		for _, c := range group.List {
			d, msg, is := parseComment(c)
			switch {
			case !is: // an ordinary comment
			case msg != "":
				problems = append(problems, Problem{c.Pos(), c.End(), msg})
			default:
				ds = append(ds, d)
			}
		}
	}
	return ds, problems
}

// parseComment parses one comment; is tells whether it is, or was meant as, a
// directive, and msg what is wrong with it.
func parseComment(c *ast.Comment) (d Directive, msg string, is bool) {
	if rest, ok := strings.CutPrefix(c.Text, "//checkpoint:"); ok {
		d, msg = parse(rest)
		d.Pos, d.End = c.Pos(), c.End()
		return d, msg, true
	}
	return Directive{}, nearMiss(c.Text), nearMiss(c.Text) != ""
}

// parse parses what follows the colon.
func parse(text string) (d Directive, msg string) {
	verb, rest := cutWord(text)
	if verb != "" && text[0] != verb[0] {
		return d, "directive has a space after the colon: write //checkpoint:" + strings.TrimSpace(text)
	}
	switch verb {
	case Capture, NoHash:
		return parseVariable(verb, rest)
	case Ignore:
		return parseIgnore(rest)
	case Pure, Impure:
		if d = (Directive{Verb: verb, Reason: strings.TrimSpace(rest)}); d.Reason == "" {
			return d, fmt.Sprintf("directive //checkpoint:%s lacks a reason", verb)
		}
		return d, ""
	case "":
		return d, "directive //checkpoint: lacks a verb: write //checkpoint:" + strings.Join(verbs, ", //checkpoint:")
	}
	return d, fmt.Sprintf("directive //checkpoint:%s is unknown%s", verb, didYouMean("//checkpoint:", verb, verbs))
}

// parseVariable parses the arguments of capture and nohash (D3, D6).
func parseVariable(verb, rest string) (d Directive, msg string) {
	d.Verb = verb
	for {
		var arg string
		arg, rest = cutWord(rest)
		switch {
		case arg == "" || strings.HasPrefix(arg, "//"):
			return d, ""
		case verb == NoHash:
			return d, fmt.Sprintf("directive //checkpoint:nohash takes no argument, but has %s", arg)
		case arg == "once":
			if d.Once {
				return d, "directive //checkpoint:capture repeats once"
			}
			d.Once = true
		case strings.HasPrefix(arg, "by="):
			if d.By != "" {
				return d, "directive //checkpoint:capture repeats by="
			}
			d.By = strings.TrimPrefix(arg, "by=")
			if !token.IsIdentifier(d.By) {
				return d, "directive //checkpoint:capture needs the name of a function of this package after by="
			}
		default:
			return d, fmt.Sprintf("directive //checkpoint:capture has the unknown argument %s%s", arg, didYouMean("", arg, []string{"once", "by="}))
		}
	}
}

// parseIgnore parses the category and the reason (D4).
func parseIgnore(rest string) (d Directive, msg string) {
	d.Verb = Ignore
	d.Category, rest = cutWord(rest)
	d.Reason = strings.TrimSpace(rest)
	switch {
	case d.Category == "":
		return d, "directive //checkpoint:ignore lacks a category and a reason: write //checkpoint:ignore CATEGORY reason"
	case !slices.Contains(Categories(), d.Category):
		return d, fmt.Sprintf("directive //checkpoint:ignore names the unknown category %s%s", d.Category, didYouMean("", d.Category, Categories()))
	case d.Reason == "":
		return d, fmt.Sprintf("directive //checkpoint:ignore %s lacks a reason", d.Category)
	}
	return d, ""
}

// nearMiss says what is wrong with a comment that reads as a directive but for
// its beginning, "" for any other comment (D5).
func nearMiss(text string) string {
	body, block := strings.CutPrefix(text, "/*")
	if block {
		body = strings.TrimSuffix(body, "*/")
	} else {
		body = strings.TrimPrefix(text, "//")
	}
	trimmed := strings.TrimLeft(body, " \t")
	rest, ok := afterName(trimmed, !block && body == trimmed)
	if !ok {
		return ""
	}
	verb, args := cutWord(strings.TrimSpace(rest))
	known := Nearest(strings.ToLower(verb), verbs)
	if known == "" {
		return "" // prose, such as an error message that begins with checkpoint:
	}
	if (known == Pure || known == Impure) && !strings.HasPrefix(strings.ToLower(trimmed), name+":"+strings.ToLower(verb)) {
		return "" // any prose could be the reason
	}
	directive := strings.TrimSpace(known + " " + strings.TrimSpace(args))
	if d, msg := parse(directive); msg != "" {
		if d.Verb != Ignore || !slices.Contains(Categories(), d.Category) {
			return "" // prose that begins with a directive's name
		}
		directive += " reason"
	}
	want := "//checkpoint:" + directive
	switch {
	case block:
		return "block comment is not read as a directive: write " + want
	case body != trimmed:
		return "comment with a space after the slashes is not read as a directive: write " + want
	}
	return "comment is not read as a directive: write " + want
}

// name begins each directive.
const name = "checkpoint"

// afterName cuts the name of directives off a comment, and what stands between it
// and a verb. In a comment that begins at its slashes, as prose does not, the name
// may be misspelt, and another mark stand for the colon.
func afterName(text string, tight bool) (rest string, ok bool) {
	if len(text) >= len(name) && strings.EqualFold(text[:len(name)], name) {
		rest = strings.TrimLeft(text[len(name):], " \t")
		if rest, ok = strings.CutPrefix(rest, ":"); ok || !tight {
			return rest, ok
		}
		if rest = strings.TrimLeft(text[len(name):], " \t-_."); rest != text[len(name):] {
			verb, _ := cutWord(rest)
			return rest, slices.Contains(verbs, verb)
		}
	}
	word, rest, found := strings.Cut(text, ":")
	if !tight || !found || word == otherName || distance(strings.ToLower(word), name) > 2 {
		return "", false
	}
	verb, _ := cutWord(rest)
	return rest, slices.Contains(verbs, verb)
}

// otherName is how the comments of another tool may begin: that of the Python
// package is near to ours.
const otherName = "checkpointer"

// cutWord cuts the first word off s.
func cutWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " \t\r")
	if i := strings.IndexAny(s, " \t\r"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

func didYouMean(prefix, word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return ", did you mean " + prefix + near
	}
	return ": known are " + strings.Join(known, ", ")
}
