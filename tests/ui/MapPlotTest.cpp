// The plane of the map: hand and keys point at it and move the view, the mouse finds points; the colours of
// the points, and the grid of the manifold behind them.
#include "ui/MapPlot.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "ui/MapColours.h"
#include "ui/MapGrid.h"
#include "ui/MapThumbnail.h"

#include <qcustomplot.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <array>
#include <cmath>

using namespace latentscape;

class MapPlotTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_plot = std::make_unique<MapPlot>();
        m_plot->resize(400, 300);
        m_plot->setPositions(Tensor({3, 2}, std::array{-2.0F, -1.0F, 2.0F, 1.0F, 0.0F, 0.5F}));
        m_plot->setColours(MapColours::plain(3, Qt::red));
        m_plot->show();
        m_surface = m_plot->findChild<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
    }
    void cleanup() { m_plot.reset(); }

    void showsAllPointsInOneScale() {
        const QRectF view = m_plot->view();
        QVERIFY(view.contains(QPointF(-2, -1)) && view.contains(QPointF(2, 1)));
        QVERIFY(std::abs(view.width() / m_plot->room().width() - view.height() / m_plot->room().height()) <
                1e-9);
        const QColor dot = colourOf(2);
        QVERIFY(dot.red() > 150 && dot.green() < 120);
        m_plot->setFaded({false, false, true});
        QTRY_VERIFY(colourOf(2).green() > dot.green());
    }

    void aHandPointsAndDrags() {
        QSignalSpy pointed(m_plot.get(), &MapPlot::pointedAt);
        QSignalSpy lifted(m_plot.get(), &MapPlot::handLifted);
        const QPoint from = m_plot->pixelOf(2).toPoint();
        QTest::mousePress(m_surface, Qt::LeftButton, {}, from);
        QTest::mouseMove(m_surface, from + QPoint(50, -20));
        QTest::mouseRelease(m_surface, Qt::LeftButton, {}, from + QPoint(50, -20));
        QCOMPARE(pointed.size(), 2);
        QCOMPARE(lifted.size(), 1);
        const QPointF first = pointed[0][0].toPointF();
        const QPointF second = pointed[1][0].toPointF();
        QVERIFY(std::hypot(first.x(), first.y() - 0.5) < 0.02);
        QVERIFY(!pointed[0][1].toBool() && pointed[1][1].toBool());
        QVERIFY(second.x() > first.x() && second.y() > first.y());
    }

    void theViewMovesAndZooms() {
        QSignalSpy pointed(m_plot.get(), &MapPlot::pointedAt);
        const QRectF before = m_plot->view();
        QTest::mousePress(m_surface, Qt::RightButton, {}, {100, 100});
        QTest::mouseMove(m_surface, {140, 100});
        QTest::mouseRelease(m_surface, Qt::RightButton, {}, {140, 100});
        QVERIFY(m_plot->view().left() < before.left());
        QCOMPARE(pointed.size(), 0);
        const QPointF still = m_plot->pixelOf(1);
        QWheelEvent wheel(still, m_surface->mapToGlobal(still), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_surface, &wheel);
        QVERIFY(m_plot->view().width() < before.width());
        QVERIFY((m_plot->pixelOf(1) - still).manhattanLength() < 1e-6); // under the mouse
        // Newer positions leave the view alone; 0 shows everything again.
        const QRectF view = m_plot->view();
        m_plot->setPositions(Tensor({1, 2}));
        QCOMPARE(m_plot->view(), view);
        QTest::keyClick(m_plot.get(), Qt::Key_0);
        QVERIFY(m_plot->view() != view);
    }

    void keysMoveThePoint() {
        QSignalSpy pointed(m_plot.get(), &MapPlot::pointedAt);
        m_plot->setPresent(QPointF(1, 0));
        QTest::keyClick(m_plot.get(), Qt::Key_Left);
        QTest::keyClick(m_plot.get(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(pointed.size(), 2);
        QVERIFY(pointed[0][0].toPointF().x() < 1 && pointed[0][0].toPointF().y() == 0);
        QVERIFY(pointed[1][0].toPointF().y() > 0.1);
        const double width = m_plot->view().width();
        QTest::keyClick(m_plot.get(), Qt::Key_Plus);
        QVERIFY(m_plot->view().width() < width);
        QTest::keyClick(m_plot.get(), Qt::Key_Minus);
        QVERIFY(std::abs(m_plot->view().width() - width) < 1e-9);
    }

    void thePictureOfThePointUnderTheMouse() {
        m_plot->setPictures(tinyImages(3), [](int point) { return QString("point %1").arg(point); });
        auto* thumbnail = childOf<MapThumbnail>(*m_plot, "mapThumbnail");
        QVERIFY(!thumbnail->isVisible());
        QTest::mouseMove(m_surface, m_plot->pixelOf(1).toPoint() - QPoint(2, -2));
        QCOMPARE(m_plot->hovered(), 1);
        QVERIFY(thumbnail->isVisible());
        QVERIFY(m_plot->rect().contains(thumbnail->geometry()));
        QSignalSpy activated(m_plot.get(), &MapPlot::pointActivated);
        QTest::mouseDClick(m_surface, Qt::LeftButton, {}, m_plot->pixelOf(1).toPoint());
        QCOMPARE(activated.takeFirst().at(0).toInt(), 1);
        QTest::mouseMove(m_surface, m_plot->pixelOf(2).toPoint() + QPoint(0, 60));
        QCOMPARE(m_plot->hovered(), -1);
        QVERIFY(!thumbnail->isVisible());
    }

    void keysFindTheNearestPoint() {
        m_plot->setPictures(tinyImages(3), [](int point) { return QString("point %1").arg(point); });
        connect(m_plot.get(), &MapPlot::pointedAt, m_plot.get(), &MapPlot::setPresent);
        auto* thumbnail = childOf<MapThumbnail>(*m_plot, "mapThumbnail");
        QSignalSpy activated(m_plot.get(), &MapPlot::pointActivated);
        m_plot->setPresent(QPointF(1.2, 0.5));
        QTest::keyClick(m_plot.get(), Qt::Key_Right);
        QVERIFY(thumbnail->isVisible());
        QTest::keyClick(m_plot.get(), Qt::Key_Return);
        QCOMPARE(activated.takeFirst().at(0).toInt(), 1);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(m_plot.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(m_plot->hovered(), 2);
        QTest::keyClick(m_plot.get(), Qt::Key_Enter);
        QCOMPARE(activated.takeFirst().at(0).toInt(), 2);
        QFocusEvent away(QEvent::FocusOut);
        QCoreApplication::sendEvent(m_plot.get(), &away);
        QVERIFY(!thumbnail->isVisible());
        // A double click takes what is under the mouse, not what the keys have found.
        QTest::keyClick(m_plot.get(), Qt::Key_Right);
        QTest::mouseDClick(m_surface, Qt::LeftButton, {}, {2, 2});
        QVERIFY(activated.isEmpty());
        m_plot->setPositions({});
        QTest::keyClick(m_plot.get(), Qt::Key_Return);
        QVERIFY(activated.isEmpty());
    }

    void withoutPointsThereIsNothingToDo() {
        m_plot->setPositions({});
        m_plot->setColours({});
        QTest::mouseMove(m_surface, {100, 100});
        QTest::mouseDClick(m_surface, Qt::LeftButton, {}, {100, 100});
        m_plot->showAll();
        m_plot->resize(10, 10);
        QVERIFY(!m_plot->grab().isNull());
    }

    void coloursOfClassesAndFigures() {
        const MapColours classes = MapColours::ofClasses(std::array{0.0F, 3.0F, 13.0F});
        QCOMPARE(classes.ofPoints, (std::vector<std::uint8_t>{0, 3, 3}));
        QCOMPARE(classes.palette[3], MapColours::ofClass(13));
        std::vector<float> values;
        for (int i = 0; i < 100; ++i)
            values.push_back(static_cast<float>(i));
        values.push_back(NAN);
        const MapColours figure = MapColours::ofFigure(values, true);
        QCOMPARE(figure.low, 2.0F);
        QCOMPARE(figure.high, 97.0F);
        QCOMPARE(figure.ofPoints[0], 0);
        QVERIFY(figure.ofPoints[50] > figure.ofPoints[40]);
        QCOMPARE(figure.ofPoints[99], static_cast<std::uint8_t>(figure.palette.size() - 1));
        QVERIFY(MapColours::ofFigure({}, false).ofPoints.empty());
    }

    void theGridDoesNotGoAcrossThePictures() {
        m_plot->setAxes("PC 1", "PC 2");
        const auto* grid = m_plot->findChild<QCustomPlot*>()->xAxis->grid();
        QVERIFY(grid->visible());
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::black);
        m_plot->setBackground(picture, {-1, -1, 2, 2});
        QVERIFY(!grid->visible());
        m_plot->setBackground({}, {});
        QVERIFY(grid->visible());
    }

    void cellsOfTheManifoldKeepTheirPlaces() {
        const auto map = std::make_shared<LatentMap>();
        map->latents = Tensor({2, 3});
        const auto plane = LatentPlane::ofDimensions(map, 0, 1);
        MapGrid grid({-4, -3, 8, 6}, {400, 300}, {1, 28, 28});
        QVERIFY(grid.area().contains(QRectF(-4, -3, 8, 6)));
        const std::vector<float> latents = grid.latents(plane, std::array{0.0F, 0.0F, 7.0F});
        QVERIFY(latents.size() / 3 <= MapGrid::kMostCells);
        QCOMPARE(latents[2], 7.0F);
        QVERIFY(grid.isFor(latents.size() / 3));
        const std::vector<Image> pictures(latents.size() / 3,
                                          {{1, 28, 28}, std::vector<std::uint8_t>(784, 200)});
        QCOMPARE(grid.compose(pictures).pixelColor(3, 3), QColor(200, 200, 200));
        QVERIFY(grid.compose({}).isNull());
        // A little to the right: the same cells.
        MapGrid moved({-3.9, -3, 8, 6}, {400, 300}, {1, 28, 28});
        const double cell = 28 * 8.0 / 400;
        const double shift = (moved.area().left() - grid.area().left()) / cell;
        QVERIFY(std::abs(shift - std::round(shift)) < 1e-6);
        // Pictures of any size, and no room at all.
        QVERIFY(!MapGrid({0, 0, 8, 6}, {800, 600}, {3, 256, 256}).area().isEmpty());
        QVERIFY(
            MapGrid({0, 0, 8, 6}, {0, 0}, {3, 256, 256}).latents(plane, std::array{0.F, 0.F, 0.F}).empty());
    }

private:
    QColor colourOf(int point) const {
        const QImage picture = m_plot->grab().toImage();
        return picture.pixelColor((m_plot->pixelOf(point) * picture.devicePixelRatio()).toPoint());
    }

    std::unique_ptr<MapPlot> m_plot;
    QWidget* m_surface = nullptr;
};

QTEST_MAIN(MapPlotTest)
#include "MapPlotTest.moc"
