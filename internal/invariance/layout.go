package invariance

import "go/token"

// breakable tokens may stand at the end of a line: no semicolon is implied.
var breakable = map[token.Token]bool{
	token.ADD: true, token.SUB: true, token.MUL: true, token.QUO: true, token.REM: true, token.AND: true, token.OR: true,
	token.XOR: true, token.SHL: true, token.SHR: true, token.AND_NOT: true, token.LAND: true, token.LOR: true,
	token.ARROW: true, token.EQL: true, token.LSS: true, token.GTR: true, token.ASSIGN: true, token.NOT: true,
	token.NEQ: true, token.LEQ: true, token.GEQ: true, token.DEFINE: true, token.ELLIPSIS: true, token.LPAREN: true,
	token.LBRACK: true, token.LBRACE: true, token.COMMA: true, token.PERIOD: true, token.COLON: true,
	token.CASE: true, token.ELSE: true, token.FOR: true, token.GO: true, token.DEFER: true, token.IF: true,
	token.RANGE: true, token.SWITCH: true,
}

// breakLines begins a new line wherever the language allows it, indented
// otherwise than gofmt would.
func breakLines(c *change) {
	for f := range c.r.files {
		for _, l := range lexemes(f.src) {
			if breakable[l.tok] {
				c.at(f, l.end, l.end, "\n\n \t ")
				c.sites++
			}
		}
	}
}

// joinLines puts what follows a statement or declaration on its line.
func joinLines(c *change) {
	for f := range c.r.files {
		all := lexemes(f.src)
		for i, l := range all {
			if l.auto && i+1 < len(all) && all[i+1].tok != token.COMMENT && all[i-1].tok != token.COMMENT {
				c.at(f, l.off, all[i+1].off, "; ")
				c.sites++
			}
		}
	}
}

// gofmt formats the program after its lines were broken.
func gofmt(c *change) {
	breakLines(c)
	c.gofmt = []string{"-w"}
}

// gofmtSimplify simplifies the program after it was made less simple.
func gofmtSimplify(c *change) {
	unsimplify(c)
	c.gofmt = []string{"-s", "-w"}
}
