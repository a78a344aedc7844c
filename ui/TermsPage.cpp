#include "ui/TermsPage.h"

#include "ui/Glossary.h"
#include "ui/SettingGroup.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kSearchWidth = 220;
constexpr int kHeight = 28;

// 2: the name begins with the words; 1: they are in it; 0: in the explanation; -1: nowhere.
int fit(const GlossaryEntry& entry, const QString& words) {
    if (entry.name.startsWith(words, Qt::CaseInsensitive)) {
        return 2;
    }
    if (entry.name.contains(words, Qt::CaseInsensitive)) {
        return 1;
    }
    return (entry.meaning + ' ' + entry.lookFor).contains(words, Qt::CaseInsensitive) ? 0 : -1;
}

QString htmlOf(const GlossaryEntry& entry) {
    return QStringLiteral("<h4>%1</h4>").arg(entry.name.toHtmlEscaped()) + tipWithSourceOf(entry.term);
}

} // namespace

TermsPage::TermsPage(QWidget* parent)
    : Page("termsPage", tr("Terms"), parent)
    , m_search(named(new QLineEdit, "termsSearch", tr("Search the terms"),
                     tr("Shows the terms that have to do with what you type")))
    , m_text(named(new QTextBrowser, "termsText", tr("Terms"), tr("Scrolls with the arrow keys"))) {
    m_search->setPlaceholderText(tr("Search: KL, batch, blurred..."));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedSize(kSearchWidth, kHeight);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDefaultStyleSheet(
        QStringLiteral("h4 { margin: 14px 0 0 0; } p { margin: 2px 0 0 0; }"));
    header()->addWidget(m_search);
    body()->addWidget(m_text, 1);
    connect(m_search, &QLineEdit::textChanged, this, &TermsPage::list);
}

void TermsPage::show(const QString& words) {
    m_search->setText(words);
    list(); // not before it is looked at: a change of colours would lay it all out anew
    m_search->setFocus();
    m_search->selectAll();
}

void TermsPage::list() {
    const QString words = m_search->text().trimmed();
    std::vector<const GlossaryEntry*> found;
    for (const GlossaryEntry& entry : glossary()) {
        if (fit(entry, words) >= 0) {
            found.push_back(&entry);
        }
    }
    std::ranges::sort(found, [](const GlossaryEntry* a, const GlossaryEntry* b) {
        return QString::localeAwareCompare(a->name, b->name) < 0;
    });
    std::ranges::stable_sort(found, std::greater(),
                             [&](const GlossaryEntry* entry) { return fit(*entry, words); });
    QString html;
    for (const GlossaryEntry* entry : found) {
        html += htmlOf(*entry);
    }
    m_text->setHtml(found.empty() ? tr("No term has to do with this. A shorter word may find one.") : html);
}

} // namespace latentscape
