/** What programs put on the clipboard as HTML, cut down to what makes each of them different, and what becomes of it. For tests. */
export const CLIPBOARD_SHAPES: Readonly<Record<string, { readonly html: string; readonly blocks: readonly string[] }>> =
  {
    'Google Docs': {
      html: `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;text-decoration:none;white-space:pre-wrap;">Report</span></h1><p dir="ltr"><span style="font-weight:700;white-space:pre-wrap;">Bold</span><span style="white-space:pre-wrap;"> and </span><a href="https://example.org/a" style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;white-space:pre-wrap;">a link</span></a></p><br /><ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>deep</span></p></li></ul></ul><ul><li dir="ltr" role="checkbox" aria-checked="true" style="list-style-type:none"><img src="data:image/png;base64,iVBORw0KGgo=" width="17.6px" height="17.6px" alt="checked" aria-roledescription="checkbox"><p dir="ltr" role="presentation" style="display:inline-block"><span style="text-decoration:line-through">done</span></p></li><li role="checkbox" aria-checked="false"><img src="data:image/png;base64,iVBORw0KGgo=" alt="unchecked" aria-roledescription="checkbox"><p role="presentation"><span>open</span></p></li></ul><p dir="ltr" style="text-align: right;"><span>to the right</span></p><div align="left"><table><colgroup><col width="312"/></colgroup><tbody><tr><td><p><span>a</span></p><p><span>b</span></p></td><td><p><span>c</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline">`,
      blocks: [
        'heading1 Report',
        'paragraph [bold: Bold] and [link: a link]',
        'bullet one',
        'bullet>1 deep',
        'task done [strike: done]',
        'task open',
        'paragraph end to the right',
        'table a\nb|c',
      ],
    },
    Word: {
      html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"></head><body><!--StartFragment--><p class=MsoTitle>The title<o:p></o:p></p><h1>A heading<o:p></o:p></h1>
<p class=MsoNormal align=center style='text-align:center'><b>Bold</b> in the
middle<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>first<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span></span><![endif]>second level<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>numbered<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>a.<span>&nbsp;&nbsp; </span></span><![endif]>lettered<o:p></o:p></p>
<p class=MsoIntenseQuote>said<o:p></o:p></p><table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>x<o:p></o:p></p></td><td><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr></table><!--EndFragment--></body></html>`,
      blocks: [
        'heading1 The title',
        'heading1 A heading',
        'paragraph center [bold: Bold] in the middle',
        'bullet first',
        'bullet>1 second level',
        'ordered numbered',
        'ordered>1 lettered',
        'quote said',
        'table x|',
      ],
    },
    Notion: {
      html: `<meta charset='utf-8'><!-- notionvc: 1 --><h1>Plan</h1>\n<ul>\n<li>[ ]  to do</li>\n<li>[x]  ready</li>\n<li>[sic] is a word</li>\n</ul>\n<ul>\n<li>Folds\n<p>inside</p>\n</li>\n</ul>\n<pre><code class="language-jsx">const a;\n</code></pre>\n<!-- notionvc: 1 -->`,
      blocks: [
        'heading1 Plan',
        'task to do',
        'task done ready',
        'bullet [sic] is a word',
        'bullet Folds',
        'paragraph>1 inside',
        'code javascript const a;',
      ],
    },
    'VS Code': {
      html: `<meta charset='utf-8'><div style="color: #cccccc;background-color: #1f1f1f;font-family: 'Droid Sans Mono', 'monospace', monospace;font-weight: normal;font-size: 14px;line-height: 19px;white-space: pre;"><div><span style="color: #569cd6;">if</span><span style="color: #cccccc;"> (x) {</span></div><div><span style="color: #cccccc;">  y();</span></div><br><div><span>}</span></div></div>`,
      blocks: ['code if (x) {\n  y();\n\n}'],
    },
    'VS Code, one line': {
      html: `<meta charset='utf-8'><div style="font-family: monospace;white-space: pre;"><div><span style="color: #569cd6;">let</span><span> x</span></div></div>`,
      blocks: ['paragraph let x'],
    },
    GitHub: {
      html: `<h2 dir="auto">Usage</h2><div class="highlight highlight-source-shell notranslate" dir="auto"><pre>npm <span class="pl-c1">install</span> x
npm start</pre><div class="zeroclipboard-container"><clipboard-copy aria-label="Copy"><svg></svg></clipboard-copy></div></div><ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" disabled checked> ready</li></ul><details><summary>More</summary><p>under it</p><ul><li>item</li></ul></details><p>after</p>`,
      blocks: [
        'heading2 Usage',
        'code bash npm install x\nnpm start',
        'task done ready',
        'toggle More',
        'paragraph>1 under it',
        'bullet>1 item',
        'paragraph after',
      ],
    },
    'Apple Notes': {
      html: `<!DOCTYPE html><html><head><meta name="Generator" content="Cocoa HTML Writer"></head><body><p class="p1"><b>Title</b></p><p class="p2"><br></p><p class="p1">Two<span class="Apple-converted-space">&nbsp; </span>spaces</p><ul class="ul1"><li class="li1"><span class="s1"></span>a</li><ul class="ul1"><li class="li1">b</li></ul></ul></body></html>`,
      blocks: ['paragraph [bold: Title]', 'paragraph Two  spaces', 'bullet a', 'bullet>1 b'],
    },
    Gmail: {
      html: `<div dir="ltr">Hi Ann,<div><br></div><div>first line<br>second line</div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>quoted</div></blockquote></div>`,
      blocks: ['paragraph Hi Ann,', 'paragraph first line\nsecond line', 'quote quoted'],
    },
  };
