// Long tooltips are broken into lines, whatever shows them.
#include "ui/ToolTips.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QListWidget>
#include <QTest>
#include <QToolTip>

#include <algorithm>

using namespace latentscape;

namespace {

const QString kLong =
    QStringLiteral("How much this latent tells about the image, in nats: less than a hundredth, and "
                   "the decoder does not look at it. <1 is little & fades.");

QString shown(QWidget* widget, const QPoint& place) {
    QToolTip::hideText();
    QHelpEvent help(QEvent::ToolTip, place, widget->mapToGlobal(place));
    QCoreApplication::sendEvent(widget, &help);
    return QToolTip::text();
}

} // namespace

class ToolTipsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { new ToolTips(qApp); }

    void longWordsAreBroken() {
        QLabel label("KL");
        label.setToolTip(kLong);
        label.show();
        const QString text = shown(&label, {2, 2});
        QVERIFY(Qt::mightBeRichText(text));
        QVERIFY(text.contains("&lt;1 is little &amp; fades."));
        QCOMPARE(label.toolTip(), kLong);
        const QWidgetList all = QApplication::topLevelWidgets();
        const auto tip =
            std::ranges::find_if(all, [](const QWidget* one) { return one->inherits("QTipLabel"); });
        QVERIFY(tip != all.end());
        QVERIFY2((*tip)->width() < 600 && (*tip)->height() > 2 * label.fontMetrics().height(),
                 qPrintable(QString::number((*tip)->width())));
    }

    void shortAndRichOnesStayAsTheyAre() {
        QCOMPARE(ToolTips::wrapped("Show the newest model again (Esc)"), "Show the newest model again (Esc)");
        const QString rich = "<b>KL</b> " + kLong.left(100);
        QCOMPARE(ToolTips::wrapped(rich), rich);
    }

    void linesStayLines() {
        const QString lines = ToolTips::wrapped(kLong + "\nThe second line");
        QVERIFY(lines.contains("<br"));
    }

    void thoseOfItemsToo() {
        QListWidget list;
        list.addItems({"one", "two"});
        list.item(1)->setToolTip(kLong);
        list.setToolTip("A list");
        list.show();
        QVERIFY(Qt::mightBeRichText(shown(list.viewport(), list.visualItemRect(list.item(1)).center())));
    }
};

QTEST_MAIN(ToolTipsTest)
#include "ToolTipsTest.moc"
