# SPDX-License-Identifier: MIT OR GPL-2.0-only
# Makes the collector's rules of the table of system calls: what to do at a call of each number, for
# each way of calling that this kernel takes. A rule is what RULE() of kernel/calls.h puts together.
BEGIN {
	FS = "\t"
	ways = split("x86-64 x32 i386 socketcall", way, " ")
	split("rules rules_of_x32 rules_of_i386 rules_of_socketcall", array, " ")
}

/^#/ { next }

!columns {
	columns = NF
	for (index_of = 1; index_of <= NF; index_of++)
		column[$index_of] = index_of
	next
}

{
	name = $column["name"]
	known[name] = $column["x86-64"]
	like[name] = $column["like"] == "-" ? name : $column["like"]
	action[name] = $column["action"]
	operation[name] = $column["operation"]
	order[++calls] = name
	for (index_of = 1; index_of <= ways; index_of++)
		number[index_of, name] = $column[way[index_of]]
}

END {
	print "/* Made by rules.awk from syscalls.tsv. */"
	for (index_of = 1; index_of <= ways; index_of++) {
		printf "\nconst volatile __u32 %s[CALLS] = {\n", array[index_of]
		for (call = 1; call <= calls; call++) {
			name = order[call]
			if (number[index_of, name] == "-" || action[name] == "-")
				continue
			usual = known[like[name]]
			deed = operation[name] == "-" ? 0 : "OP_" toupper(operation[name])
			printf "\t[%d] = RULE(%s, %s, %d), /* %s */\n", number[index_of, name], \
				toupper(action[name]), deed, usual == "-" ? 0 : usual, name
		}
		print "};"
	}
}
