// Each term has a meaning, the page finds it, and what stands in the window is explained by it.
#include "ui/Glossary.h"
#include "tests/ui/WindowFixture.h"
#include "ui/TermsPage.h"

#include <QHelpEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QWhatsThis>

using namespace latentscape;

class GlossaryTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void everyTermHasNameAndMeaning() {
        int place = 0;
        QSet<QString> names;
        for (const GlossaryEntry& entry : glossary()) {
            QCOMPARE(static_cast<int>(entry.term), place++); // none is missing
            QVERIFY(!entry.name.isEmpty() && (entry.meaning.endsWith('.') || entry.meaning.endsWith('?')));
            QVERIFY2(!names.contains(entry.name), qPrintable(entry.name));
            names.insert(entry.name);
            QVERIFY(tipOf(entry.term).contains(entry.meaning.toHtmlEscaped()));
        }
        QCOMPARE(static_cast<int>(Term::WeightDecay), place - 1);
    }

    void thePageFindsTermsByNameFirst() {
        TermsPage page;
        page.show(QString());
        auto* text = childOf<QTextBrowser>(page, "termsText");
        const QString all = text->toPlainText();
        for (const GlossaryEntry& entry : glossary()) {
            QVERIFY2(all.contains(entry.name), qPrintable(entry.name));
        }
        page.show("kl");
        QVERIFY(text->toPlainText().startsWith("KL\n"));
        QVERIFY(!text->toPlainText().contains("MSE"));
        page.show("blurred"); // in explanations alone
        QVERIFY(text->toPlainText().contains("KL weight"));
        page.show("no such word");
        QVERIFY(text->toPlainText().startsWith("No term"));
    }

    void thePageIsLeftWithEscape() {
        openHome();
        trigger("showCompare");
        trigger("showTerms");
        auto* page = find<TermsPage>("termsPage");
        QVERIFY(page->isVisible());
        QTest::keyClick(find<QLineEdit>("termsSearch"), Qt::Key_Escape);
        QVERIFY(!page->isVisible());
        QVERIFY(find<QPushButton>("compareView")->isChecked());
        m_window.reset();
    }

    void settingsAreExplainedByTheGlossary() {
        openHome();
        for (const auto& [name, term] :
             {std::pair{"batch", Term::Batch}, std::pair{"learningRate", Term::LearningRate},
              std::pair{"beta", Term::Beta}, std::pair{"latent", Term::Latent},
              std::pair{"freeBits", Term::FreeBits}, std::pair{"weightDecay", Term::WeightDecay}}) {
            QCOMPARE(find<QWidget>(name)->toolTip(), tipOf(term));
        }
        m_window.reset();
    }

    void whatsThisAnswersWithTheTooltip() {
        openHome();
        auto* button = find<QPushButton>("mainButton");
        const QPoint place = button->mapTo(m_window.get(), button->rect().center());
        QHelpEvent asks(QEvent::QueryWhatsThis, place, m_window->mapToGlobal(place));
        QCoreApplication::sendEvent(m_window.get(), &asks);
        QVERIFY(asks.isAccepted());
        m_window.reset();
    }
};

QTEST_MAIN(GlossaryTest)
#include "GlossaryTest.moc"
